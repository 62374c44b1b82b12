"""Copies that name nobody: made, looked at by a person one by one, and only then taken away."""
