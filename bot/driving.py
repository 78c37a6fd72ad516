"""Driving requests: at once where something was committed, and by a sweep wherever a process left something behind.

The sweep sleeps until the next request is due, until it is woken, or for POLL_EVERY seconds. This process wakes it when
it has too much to do, and on PostgreSQL any process that makes requests due (`store/notifying.py`). A notification may
be lost: the poll finds what it was about.

A driver may be cut at any moment, and another one begins from the request's row: `advance` is idempotent, and the row
says by when somebody must have looked at it (`next_at`). It is written in the transaction of the change itself, so a
process that dies right after its commit loses nothing: its lease runs out, and the next sweep of any process goes on.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import structlog

from approvals.driver.advance import LONGEST_STAY
from bot.drivers import Advance, Drivers, surviving
from bot.people_first import PeopleFirst

POLL_EVERY = LONGEST_STAY
"""The longest time in seconds between two looks for due requests. A driver stays for shorter waits, so each longer one
is seen before it ends, also if another process noted it."""

AGAIN_IN = 1.0
"""Seconds until the next look after an error, while this process is busy, and if others are at what is due."""

POSTPONED = "sweep_postponed"

MOST = 100
"""Drivers at work in one process. What comes on top of them goes to the process that sweeps first."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DriverTasks:
    """What drivers and loops call: `advance` one request, `sweep` for due ones, `hand_over` those that were cut.

    `due_in` says in how many seconds the next request is due: 0 if one is due now, None if there is none. `resume`
    makes all requests due whose driver ended with the process before; only for a process that is alone. `expect` is
    told of the requests whose drivers begin, in the order in which they were stored.
    """

    advance: Advance
    sweep: Callable[[], Awaitable[int]]
    due_in: Callable[[], Awaitable[float | None]]
    hand_over: Callable[[Sequence[UUID]], Awaitable[None]]
    resume: Callable[[], Awaitable[None]]
    expect: Callable[[Sequence[UUID]], None] = lambda _request_ids: None


class Driving:
    """Drives requests in this process, between `start` and `stop`. `people` go first."""

    def __init__(self, people: PeopleFirst | None = None) -> None:
        self.people = people or PeopleFirst()
        self._drivers: Drivers | None = None
        self._too_many: list[UUID] = []
        self._woken = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []
        self.last_sweep = 0.0
        """When it last looked for due requests, in unix time; 0 if it has not yet."""

    def begin(self, request_ids: Sequence[UUID]) -> None:
        """Start a driver for each of these requests, of which something was just committed."""
        if self._drivers is not None:
            self._tasks.expect(request_ids)
        for request_id in request_ids:
            if self._drivers is None or self._is_busy or not self._drivers.start(request_id):
                self._too_many.append(request_id)
                self._woken.set()

    def wake(self) -> None:
        """Look for due requests now: perhaps another process has made some due."""
        self._woken.set()

    async def start(self, tasks: DriverTasks, *, alone: bool) -> None:
        """Begin to drive and to sweep on the running loop. `alone`: no other process has the database."""
        self._tasks, self._drivers = tasks, Drivers(tasks.advance, self.people)
        if alone:
            with surviving("resuming_postponed"):
                await tasks.resume()
        self._loops = [asyncio.create_task(self._keep_sweeping())]

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

    async def hand_over_the_rest(self) -> None:
        """After `stop`: hand over what was committed since, because listeners may take longer than drivers."""
        if self._drivers is not None:
            with surviving("hand_over_postponed"):
                await self._hand_over([])

    @property
    def count(self) -> int:
        """How many drivers this process has: at work, or waiting for their next step."""
        return 0 if self._drivers is None else self._drivers.count

    @property
    def _is_busy(self) -> bool:
        return self._drivers is not None and self._drivers.at_work >= MOST

    async def _keep_sweeping(self) -> None:
        """Sweep whenever something is due. An error is logged, and so is the end of a series of errors."""
        has_failed = False
        while True:
            had_failed, has_failed, wait = has_failed, True, AGAIN_IN
            self._woken.clear()
            with surviving(POSTPONED):
                wait = await self._sweep()
                has_failed, self.last_sweep = False, time.time()
            if had_failed and not has_failed:
                log.info("going_on_again", after=POSTPONED)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    async def _sweep(self) -> float:
        """Start drivers for what is due; returns the seconds until the next look."""
        await self._hand_over([])
        if self._is_busy:
            return AGAIN_IN
        due_in = await self._tasks.due_in()
        if due_in is None or due_in > 0:
            return POLL_EVERY if due_in is None else min(POLL_EVERY, due_in)
        return 0.0 if await self._tasks.sweep() else AGAIN_IN

    async def _hand_over(self, request_ids: list[UUID]) -> None:
        """Have these requests, and those that were too many, taken up at once by the next process that sweeps."""
        too_many = list(self._too_many)
        if given := [*request_ids, *too_many]:
            await self._tasks.hand_over(given)
        del self._too_many[: len(too_many)]
