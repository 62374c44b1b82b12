"""Fill the day: the tightest day for a set of requests, and what it gains over blocks of an hour."""
