"""How fast the bot is, beside a bot as a tutorial shows it: `make bench`."""
