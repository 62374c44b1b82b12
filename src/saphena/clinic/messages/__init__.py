"""Promised messages: rows that say what will be sent to whom and when, and what became of it."""
