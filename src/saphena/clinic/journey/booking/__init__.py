"""Booking: visits found together and held together, moved, cancelled, waited for, and lived through on their day."""
