"""What is kept about a patient as HL7 FHIR R4: in the copy of everything, and to be read by other programs."""
