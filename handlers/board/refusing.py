"""Conversations that take no messages at the moment, such as a channel in the archive.

Hundreds of requests may have their cards in one. If each of them asked Slack every minute, Slack would put all redraws
off, those in other channels too. So a few of them ask, and the others take their answer.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.slack.troubles import CLOSED

LASTS = 30.0
"""Seconds for which a refusal counts for the others. A person who opened the channel waits that much longer for cards
that nothing else happens to."""


class Asked(StrEnum):
    """What Slack was asked to do in a conversation."""

    POST = "post"
    UPDATE = "update"


@dataclass(slots=True, eq=False, repr=False)
class Refusing:
    """The conversations that this process found closed. `seconds` is a clock that never goes back."""

    seconds: Callable[[], float] = time.monotonic
    _found: dict[tuple[Asked, str], tuple[str, float]] = field(default_factory=dict)

    def code(self, asked: Asked, channel: str) -> str | None:
        """Slack's word for why it refused that in this conversation a moment ago; None if it did not."""
        code, until = self._found.get((asked, channel), ("", 0.0))
        return code if self.seconds() < until else None

    def note(self, asked: Asked, channel: str, code: str) -> None:
        """Slack refused; codes that are not about the conversation do not count."""
        now = self.seconds()
        self._found = {key: found for key, found in self._found.items() if found[1] > now}
        if code in CLOSED:
            self._found[asked, channel] = (code, now + LASTS)

    def clear(self, channel: str) -> None:
        """Slack took a message there."""
        for asked in Asked:
            self._found.pop((asked, channel), None)
