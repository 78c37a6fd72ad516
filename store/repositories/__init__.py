"""One repository for each thing that is kept, all over the session of one unit of work."""
