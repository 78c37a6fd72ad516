"""A bot and a Slack with patience, for tests that are about something else than time: a busy machine refuses no one.

`python -m tests.patient web` is `python -m bot web` with such patience.
"""

from slack_bolt.async_app import AsyncApp

import bot.__main__  # noqa: F401 first: it imports the rest without looking for garbage
from approvals.rules.budgets import TimeBudgets
from bot.entry import main

FACTOR = 8
"""How many times as long everything may take."""

AT_WORK = TimeBudgets()
PATIENT = AT_WORK.times(FACTOR)

AUTO_ACKNOWLEDGED, BOLT_SECONDS = AsyncApp._register_listener.__defaults__ or ()
"""Whether Bolt acknowledges by itself, and how many seconds it waits for a listener to do so before it answers 404."""


def let_bolt_wait(factor: float = FACTOR) -> None:
    """Let Bolt, which takes no setting for it, wait `factor` times as long for its listeners in this process."""
    AsyncApp._register_listener.__defaults__ = (AUTO_ACKNOWLEDGED, factor * BOLT_SECONDS)


if __name__ == "__main__":
    let_bolt_wait()
    main(PATIENT)
