"""The drivers in this process. Each calls `advance` until nothing is left to do now; it may be cut at any moment."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from typing import Any
from uuid import UUID

import structlog

from approvals.errors import NewerRecord, StoreUnavailable
from bot.people_first import PeopleFirst
from handlers.reference import driven, reference

Advance = Callable[[UUID], Awaitable[float | None]]

WAITS_AFTER_ERRORS = (0.5, 1.0, 2.0, 4.0)
"""Seconds a driver waits after each unexpected error in a row, before it ends and leaves the rest to the sweep."""

log = structlog.get_logger()


@contextmanager
def surviving(event: str, **facts: object) -> Iterator[None]:
    """Log any error inside as `event`, and go on. For work that is tried again in any case."""
    try:
        yield
    except StoreUnavailable:
        log.warning(event, reason="the database does not answer", **facts)
    except NewerRecord:
        log.warning(event, reason="a later release wrote it", **facts)
    except Exception:  # the only broad one: an unforeseen error must not end a driver, a sweep or an orderly stop
        log.exception(event, **facts)


class Drivers:
    """Runs drivers, each in a task of the running loop. Several may drive the same request at once."""

    def __init__(self, advance: Advance, people: PeopleFirst) -> None:
        self._advance = advance
        self._people = people
        self._running: dict[asyncio.Task[None], UUID] = {}
        self._at_work: set[asyncio.Task[Any] | None] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._ending = False
        self._given_up: list[UUID] = []

    @property
    def count(self) -> int:
        """How many drivers there are."""
        return len(self._running)

    @property
    def at_work(self) -> int:
        """How many drivers do something now; the others wait for their next step."""
        return len(self._at_work)

    def start(self, request_id: UUID) -> bool:
        """Drive a request until nothing is left to do now; False if no driver may begin any more."""
        if self._ending:
            return False
        driver = asyncio.create_task(self._patiently(request_id, reference()), context=Context())
        self._running[driver] = request_id
        driver.add_done_callback(self._running.pop)
        return True

    def cut_the_waiting(self) -> list[UUID]:
        """Let no driver begin or go on from now on, and cut those that only wait. Returns their requests."""
        self._ending = True
        return self._cut([driver for driver in self._running if driver not in self._at_work])

    async def cut(self, grace: float) -> list[UUID]:
        """Give the drivers at work `grace` seconds to finish their current step, then cut them too.

        Returns the requests of all that had not come to their end.
        """
        at_work = dict(self._running)
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self._idle.wait()
        self._cut(list(self._running))
        await asyncio.gather(*at_work, return_exceptions=True)
        cut = [request_id for driver, request_id in at_work.items() if driver.cancelled()]
        given_up, self._given_up = self._given_up, []
        return list(dict.fromkeys([*given_up, *cut]))

    def _cut(self, drivers: list[asyncio.Task[None]]) -> list[UUID]:
        for driver in drivers:
            driver.cancel()
        return [self._running[driver] for driver in drivers]

    async def _patiently(self, request_id: UUID, begun_by: str | None) -> None:
        """Advance until nothing is left to do. After some errors in a row, leave the rest to the sweep. `begun_by` is
        the reference of the delivery that began it."""
        delay: float | None = 0.0
        waits = iter(WAITS_AFTER_ERRORS)
        while delay is not None:
            await asyncio.sleep(delay)
            await self._people.step_back()
            if self._ending:
                self._given_up.append(request_id)
                raise asyncio.CancelledError
            delay = next(waits, None)
            again_in = delay or "the sweep's turn"
            with driven(begun_by), surviving("driver_failed", request_id=str(request_id), again_in=again_in):
                delay = await self._working_on(request_id)
                waits = iter(WAITS_AFTER_ERRORS)

    async def _working_on(self, request_id: UUID) -> float | None:
        driver = asyncio.current_task()
        self._at_work.add(driver)
        self._idle.clear()
        try:
            return await self._advance(request_id)
        finally:
            self._at_work.discard(driver)
            if not self._at_work:
                self._idle.set()
