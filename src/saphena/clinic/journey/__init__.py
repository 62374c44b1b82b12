"""The journey of a patient, room by room; a room may look back, never forward."""
