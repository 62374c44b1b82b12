"""Stock: the lots of what is injected, what was drawn from each, and whom a recall concerns."""
