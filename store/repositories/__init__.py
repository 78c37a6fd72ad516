"""One repository for each kind of value, all over the session of one unit of work."""
