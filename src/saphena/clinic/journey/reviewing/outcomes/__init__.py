"""What became of all patients together: counted by the database, shown with count, interval and those who were lost."""
