"""What people do to a request, one file per use case."""
