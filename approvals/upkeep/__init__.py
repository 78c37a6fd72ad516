"""Tasks that the clock or an operator starts: digests, retention, restored backups."""
