"""People first: while Slack waits for an answer, drivers put their next step off for a moment.

Slack waits three seconds for an answer, and a person sees nothing until then. A driver has time: what it does next is
on record. Without this, thirty clicks at once are answered one by one between the steps of thirty drivers.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LONGEST = 0.25
"""Seconds for which one step of a driver is put off at most: some answers wait for others themselves."""


class PeopleFirst:
    """Knows whether any delivery of Slack is being answered in this process."""

    def __init__(self) -> None:
        self._answering = 0
        self._free = asyncio.Event()
        self._free.set()

    @property
    def is_answering(self) -> bool:
        """Whether any is being answered."""
        return self._answering > 0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """A delivery is being answered inside."""
        self._answering += 1
        self._free.clear()
        try:
            yield
        finally:
            self._answering -= 1
            if not self._answering:
                self._free.set()

    async def step_back(self) -> None:
        """Wait until none is, or until it was long enough."""
        if self.is_answering:
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST):
                    await self._free.wait()
