"""What the core needs from others: from the outside world, and from the database. Protocols only."""
