"""Pure functions from what is true to what is shown: one file per surface, no I/O, no clock.

Whatever Slack limits is clipped here; whatever other people or systems wrote goes through the one escape of
`handlers.words.mrkdwn` or into `plain_text`.
"""
