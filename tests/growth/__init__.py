"""How much the databases grow with each request, and that the durable engine's part of them does not."""
