"""How Slack talks to the bot, and the bot to Slack.

Listeners parse a payload, call one use case, acknowledge and answer. `blocks/` are pure functions from a request to
what Slack shows; `words/` holds every sentence that people read; `board/` keeps every copy of a request in Slack
current.
"""
