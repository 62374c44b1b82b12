"""Images from the ultrasound machines: what was asked of a machine, what came, whose it is, and where it is kept."""
