"""Socket Mode: the app asks for an address, connects to it, and gets in envelopes what HTTP would deliver.

https://docs.slack.dev/apis/events-api/using-socket-mode. What the documentation leaves open (when a ticket expires, how
often Slack pings, how soon it closes after a warning) is chosen here and said so.
"""
