"""A Slack workspace and a benefits API of your own, on 127.0.0.1.

The sandbox speaks the same protocols as the real services: it sends signed HTTP to the bot, and the bot calls its Web
API and its Vitable Connect API. It imports none of the bot's packages, and the bot cannot tell it from the real ones.
`make demo` shows it, the tests talk to it, and it counts the effects when a test kills the bot.
"""
