"""The sets of criteria that a map is judged by, each a file of its own with its sources."""
