"""How much the databases grow with each request: always the same."""
