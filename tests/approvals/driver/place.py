"""The place of those who send: a test lets them in when it wants to."""

import asyncio
from dataclasses import replace
from typing import Literal

from approvals.driver.advance import RequestDriver
from tests.approvals.bench import Bench


class Place(asyncio.Semaphore):
    """One place, which is taken until it is released. `are_in_line` is set once so many wait for it."""

    def __init__(self, expected: int = 1) -> None:
        super().__init__(0)
        self.are_in_line = asyncio.Event()
        self._expected = expected

    async def acquire(self) -> Literal[True]:
        """Wait for it."""
        self._expected -= 1
        if self._expected <= 0:
            self.are_in_line.set()
        return await super().acquire()


def driver_with(bench: Bench, place: Place) -> RequestDriver:
    """A driver that sends when the place is free."""
    return replace(bench.driver, sender=replace(bench.driver.sender, places=place))
