"""Everything that is kept about one person, taken away in one file."""
