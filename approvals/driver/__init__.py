"""What the bot does by itself with one request, step by step, until nothing is left to do."""
