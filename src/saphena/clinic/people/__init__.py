"""The clinic itself, its patients, its staff: who they are, what they may do, and how they sign in."""
