"""The pages about programs, uploads and exports."""
