"""The pages of courses: the chart, the plan, the protocols, and the patient's own."""
