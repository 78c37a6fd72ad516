"""Questions to Slack and the benefits API: authority, calendars, product names, new enrollments, the employee index."""
