"""The pages about images."""
