"""Row 9: what takes how long in a large database."""
