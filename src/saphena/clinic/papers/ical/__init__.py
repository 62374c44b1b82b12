"""Plans as iCalendar (RFC 5545): what a phone or a desk calendar opens."""
