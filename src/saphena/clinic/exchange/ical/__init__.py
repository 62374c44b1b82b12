"""Calendar files of other programs come in: absences of people, busy times of rooms, holidays of a site."""
