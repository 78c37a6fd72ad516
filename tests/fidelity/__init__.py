"""What the sandbox says is what Slack says: an app in another language, with another framework, works in it."""
