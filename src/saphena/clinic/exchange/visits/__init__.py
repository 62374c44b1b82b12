"""Visits in and out: other programs find, book, move and call off; appointments of another system are taken over."""
