"""The pages about people: patients, their links, staff, the clinic, and the record of it all."""
