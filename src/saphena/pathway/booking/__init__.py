"""Booking: visits as phases, a whole course of visits found together, and in words why it is not sooner."""
