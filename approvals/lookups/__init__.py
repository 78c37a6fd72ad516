"""What the core asks others and remembers: authority, calendars, product names, the employee index."""
