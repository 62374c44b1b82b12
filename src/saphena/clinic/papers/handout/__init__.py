"""Papers: what a patient takes home, typeset. `handout` says what stands on it, `typesetting` makes the PDF."""
