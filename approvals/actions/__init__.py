"""The things that people do with a request, one file per use case."""
