"""Asking for an appointment: the public form, the link of whoever asked, and the desk that sorts the requests."""
