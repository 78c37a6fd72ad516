"""The audit: only added to, chained, read line by line, verified, and watched while the bot runs."""
