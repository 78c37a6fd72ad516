"""Every copy of a request in Slack: posted, kept up to date, linked to."""
