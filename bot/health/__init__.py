"""How the bot is: readiness, metrics, and troubles in words for the operator."""
