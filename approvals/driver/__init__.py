"""What the bot does next by itself with one request, until there is nothing left to do."""
