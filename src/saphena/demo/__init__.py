"""A pretend clinic: one patient at each step of the journey. Nobody in it is real."""
