"""How the bot asks Slack's Web API: the client, people and channels, views, and Slack's refusals."""
