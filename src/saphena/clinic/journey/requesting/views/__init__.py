"""The pages of requesting: for everybody (public), by link (own), for the desk (desk)."""
