"""What an ultrasound image says: calibration, and measurements with their uncertainty. No Django, no network."""
