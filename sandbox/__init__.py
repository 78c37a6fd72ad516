"""A Slack workspace and a benefits API of your own, on 127.0.0.1.

The sandbox speaks the same protocols as the real services: signed HTTP towards the bot, Slack's Web API and the
Vitable Connect API from it. It imports none of the bot's rooms, and the bot cannot tell it from the real ones. It is
what `make demo` shows, what the tests talk to, and what counts the effects when the bot is killed.
"""
