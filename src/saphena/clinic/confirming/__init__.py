"""The clinic's word on a number: a physician confirms what we ship, puts it off, or gives the clinic's own value."""
