"""Chaos: the bot's processes are killed, paused and cut off while people work, and afterwards three books must agree.

What counts is never killed: the sandbox, with its Slack and its benefits API, lives in the process of the harness. The
bot is what operators run, `python -m bot web`. `make chaos` prints one row of figures for each series.
"""
