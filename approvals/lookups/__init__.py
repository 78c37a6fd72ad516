"""Questions to Slack and the benefits API: authority, calendars, product names, the employee index."""
