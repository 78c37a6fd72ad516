"""Slack's Web API: the methods that an app may call, with their scopes, answers and error codes."""
