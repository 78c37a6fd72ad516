"""Driving requests: at once where something was committed, and by a sweep wherever a process left something behind.

A driver may be cut at any moment, and another one begins from the request's row: `advance` is idempotent, and the row
says by when somebody must have looked at it (`next_at`). It is written in the transaction of the change itself, so a
process that dies right after its commit loses nothing: its lease runs out, and the next sweep of any process goes on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from bot.drivers import Advance, Drivers, surviving

SWEEP_EVERY = 1.0
"""Seconds between two sweeps."""

MOST = 100
"""Drivers at work in one process. What comes on top of them goes to the process that sweeps first."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class DriverTasks:
    """What drivers and loops call: `advance` one request, `sweep` for due ones, `hand_over` those that were cut.

    `resume` makes all requests due whose driver ended with the process before; only for a process that is alone.
    """

    advance: Advance
    sweep: Callable[[], Awaitable[int]]
    hand_over: Callable[[Sequence[UUID]], Awaitable[None]]
    resume: Callable[[], Awaitable[None]]


class Driving:
    """Drives requests in this process, between `start` and `stop`."""

    def __init__(self) -> None:
        self._drivers: Drivers | None = None
        self._too_many: list[UUID] = []
        self._loops: list[asyncio.Task[None]] = []

    def begin(self, request_ids: Sequence[UUID]) -> None:
        """Start a driver for each of these requests, of which something was just committed."""
        for request_id in request_ids:
            if self._drivers is None or self._is_busy or not self._drivers.start(request_id):
                self._too_many.append(request_id)

    async def start(self, tasks: DriverTasks, *, alone: bool) -> None:
        """Begin to drive and to sweep on the running loop. `alone`: no other process has the database."""
        self._tasks, self._drivers = tasks, Drivers(tasks.advance)
        if alone:
            with surviving("resuming_postponed"):
                await tasks.resume()
        self._loops = [asyncio.create_task(_again_and_again(self._sweep, SWEEP_EVERY, "sweep_postponed"))]

    async def stop(self, grace: float) -> None:
        """Stop. Drivers at work have `grace` seconds to finish their current step; the rest is handed over.

        Without the database nothing can be handed over: then the sweep finds it after the lease; on SQLite, a restart.
        """
        if self._drivers is None:
            return
        waiting = self._drivers.cut_the_waiting()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        with surviving("hand_over_postponed"):
            await self._hand_over(waiting)
        cut = await self._drivers.cut(grace)
        with surviving("hand_over_postponed"):
            await self._hand_over(cut)

    @property
    def count(self) -> int:
        """How many drivers this process has: at work, or waiting for their next step."""
        return 0 if self._drivers is None else self._drivers.count

    @property
    def _is_busy(self) -> bool:
        return self._drivers is not None and self._drivers.at_work >= MOST

    async def _sweep(self) -> None:
        await self._hand_over([])
        if not self._is_busy:
            await self._tasks.sweep()

    async def _hand_over(self, request_ids: list[UUID]) -> None:
        """Have these requests, and those that were too many, taken up at once by the next process that sweeps."""
        too_many = list(self._too_many)
        if given := [*request_ids, *too_many]:
            await self._tasks.hand_over(given)
        del self._too_many[: len(too_many)]


async def _again_and_again(act: Callable[[], Awaitable[object]], seconds: float, failed: str) -> None:
    has_failed = False
    while True:
        had_failed, has_failed = has_failed, True
        with surviving(failed):
            await act()
            has_failed = False
        if had_failed and not has_failed:
            log.info("going_on_again", after=failed)
        await asyncio.sleep(seconds)
