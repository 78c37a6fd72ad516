"""The sandbox's Slack, over real HTTP."""
