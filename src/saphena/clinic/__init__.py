"""The running clinic, in Django."""
