"""Slack's deliveries over Socket Mode: the process, its connection, and the watch that replaces it."""
