"""Pure functions from the state of a request to blocks: one file per surface, no I/O, no clock.

Texts are clipped here to Slack's limits. Texts that other people or systems wrote go through the one escape of
`handlers.words.mrkdwn` or into `plain_text`.
"""
