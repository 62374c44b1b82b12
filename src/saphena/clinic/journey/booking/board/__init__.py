"""The day board: every visit of a day by room, by person or as a list, how far each is, and who is late."""
