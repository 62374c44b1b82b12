"""Preparing: the patient's checklist counted back from the visit, and who is not ready."""
