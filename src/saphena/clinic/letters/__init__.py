"""Letters: to whom a report is addressed. What stands in the report is kept by the room that wrote it."""
