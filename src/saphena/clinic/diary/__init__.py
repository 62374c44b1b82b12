"""Who and what can be booked, when each works, and which five minutes of whom are taken."""
