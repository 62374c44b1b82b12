"""The pages of planning: one file a subject, and the patient's own."""
