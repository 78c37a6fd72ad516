"""How Slack talks to the bot, and the bot to Slack.

Listeners parse a payload, call one use case, acknowledge and answer. `blocks/` are pure functions from what is true to
what is shown; `words.py` holds what people read; `cards.py` brings every copy of a request up to date.
"""
