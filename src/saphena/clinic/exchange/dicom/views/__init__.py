"""The pages about uploads and exports."""
