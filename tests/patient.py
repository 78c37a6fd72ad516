"""A bot and a Slack with patience, for tests that are about something else than time: a busy machine refuses nobody.

`python -m tests.patient web` is `python -m bot web` with such patience.
"""

from collections.abc import Callable
from importlib import import_module

from slack_bolt.async_app import AsyncApp

import bot.__main__  # noqa: F401 first: it imports the rest without looking for garbage
from bot.cli import main

FACTOR = 8
"""How many times as long everybody waits."""

LIMITS = (
    ("handlers.slack.directory", "BUDGET"),
    ("handlers.errors", "LINK_LIMIT"),
    ("handlers.errors", "TELL_LIMIT"),
    ("handlers.board.links", "LIMIT"),
    ("handlers.slack.client", "TIMEOUT"),
    ("handlers.slack.client", "CONNECT_TIMEOUT"),
    ("approvals.actions.choose", "READ_LIMIT"),
    ("approvals.actions.revise", "READ_LIMIT"),
    ("approvals.actions.revise", "MENU_READ_LIMIT"),
    ("approvals.actions.resolve", "READ_LIMIT"),
    ("approvals.actions.submit", "READ_LIMIT"),
)
"""What the bot derives from the three seconds for which Slack waits."""

HURRIED = {(module, name): getattr(import_module(module), name) for module, name in LIMITS}

Hurry = Callable[[str, str], None]
"""Sets one limit, by its module and its name, as it is at work."""

AUTO_ACKNOWLEDGED, BOLT_SECONDS = AsyncApp._register_listener.__defaults__ or ()
"""Whether Bolt acknowledges by itself, and how many seconds it waits for a listener to do so before it answers 404."""


def wait(factor: float) -> None:
    """Let the bots of this process wait `factor` times as long as they do at work."""
    for (module, name), seconds in HURRIED.items():
        setattr(import_module(module), name, factor * seconds)
    AsyncApp._register_listener.__defaults__ = (AUTO_ACKNOWLEDGED, factor * BOLT_SECONDS)


if __name__ == "__main__":
    wait(FACTOR)
    main()
