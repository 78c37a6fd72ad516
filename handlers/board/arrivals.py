"""Requests whose cards are drawn for the first time: a card is posted after those with lower numbers.

Two people submit at the same moment, and the driver of the second is faster. Without this its card would be above the
other one. Requests are stored in the order of their numbers, so one counts from the moment when it was stored, before
its number is read.
"""

import asyncio
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

LONGEST = 5.0
"""Seconds that a card waits for others at most, as long as one call of Slack takes: they may be held up."""

UNREAD = 0
"""In place of a number that is not read yet."""


@dataclass(slots=True, eq=False, repr=False)
class Arrivals:
    """The requests of this process that may be without a card and are looked at now: their numbers, and since when."""

    longest: float = LONGEST
    _looked_at: dict[UUID, tuple[int, float]] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self, request_ids: Collection[UUID]) -> None:
        """Drivers begin with these requests. Some may be new."""
        now = time.monotonic()
        for request_id in [each for each, (_, at) in self._looked_at.items() if at <= now - self.longest]:
            del self._looked_at[request_id]  # another process took it up
        for request_id in request_ids:
            self._looked_at.setdefault(request_id, (UNREAD, now))

    def is_new(self, request_id: UUID, number: int) -> None:
        """A request has no card, and is being drawn."""
        self._looked_at[request_id] = (number, time.monotonic())
        self._wake()

    def done(self, request_id: UUID) -> None:
        """It has a card, or is not looked at any more."""
        if self._looked_at.pop(request_id, None) is not None:
            self._wake()

    async def earlier(self, request_id: UUID, number: int) -> None:
        """Wait for those of lower numbers, and for those that came before and have not told their number yet."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.longest):
                while self._are_earlier(request_id, number):
                    await self._changed.wait()

    def _are_earlier(self, request_id: UUID, number: int) -> bool:
        since, has_come = time.monotonic() - self.longest, False
        for each, (its_number, at) in self._looked_at.items():
            has_come = has_come or each == request_id
            may_be_earlier = not has_come if its_number == UNREAD else its_number < number
            if may_be_earlier and at > since:
                return True
        return False

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
