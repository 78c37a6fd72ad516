"""What the bot does by the clock or on an operator's command: digests, retention, restored backups."""
