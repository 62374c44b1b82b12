"""The pages of the return visits."""
