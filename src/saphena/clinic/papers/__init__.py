"""What the clinic hands out of a plan: the sheet, the calendar file, the JSON. Nothing here needs Django."""
