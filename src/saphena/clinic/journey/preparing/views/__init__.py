"""The pages of preparing: the patient's own, and the staff's."""
