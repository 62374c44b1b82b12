"""Images that a person brings: DICOM files, pictures, archives of them. Each file has its own answer."""
