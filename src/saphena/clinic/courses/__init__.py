"""A patient's course of treatment: the protocol they were given and what happened. The plan is drawn from it."""
