"""DICOMweb: search (QIDO-RS), retrieve (WADO-RS), store (STOW-RS), for programs with a token and for staff who read."""
