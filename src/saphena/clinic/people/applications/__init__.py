"""Other programs that may come in: each with a token of its own, and only for what it was let in for."""
