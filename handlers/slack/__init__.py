"""How Slack's Web API is asked: the client, people and channels, views, and what Slack refuses."""
