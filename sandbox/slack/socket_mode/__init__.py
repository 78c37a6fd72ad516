"""Socket Mode: the app asks for an address and connects to it; deliveries then come in envelopes instead of over HTTP.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode. It does not say when a ticket expires, how often Slack
pings, or how soon it closes a connection after a warning. The values here are our choice, and their docstrings say so.
"""
