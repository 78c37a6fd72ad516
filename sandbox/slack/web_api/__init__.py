"""Slack's Web API: the methods an app may call, with their scopes, answers and error codes."""
