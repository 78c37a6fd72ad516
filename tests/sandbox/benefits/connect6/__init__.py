"""The benefits API as a connect-6 server."""
