"""The drivers in this process. Each calls `advance` until nothing is left to do now; it may be cut at any moment."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import structlog

from approvals.errors import NewerRecord, StoreUnavailable

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
    """Runs drivers. The durable engine knows each by its name."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._running: dict[str, asyncio.Task[None]] = {}
        self._at_work: set[str] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._ending = False

    async def drive(self, name: str, request_id: UUID) -> None:
        """Drive a request until nothing is left to do now; raises CancelledError if it is cut before that."""
        driver = self._running[name] = asyncio.ensure_future(self._patiently(name, request_id))
        try:
            await driver
        finally:
            self._running.pop(name, None)

    @property
    def are_idle(self) -> bool:
        """Whether all drivers are only waiting."""
        return not self._at_work

    def cut_the_waiting(self) -> list[str]:
        """Let no driver begin or go on from now on, and cut those that only wait. Returns the names of these."""
        self._ending = True
        waiting = [name for name in self._running if name not in self._at_work]
        for name in waiting:
            self._running[name].cancel()
        return waiting

    async def cut(self, grace: float) -> None:
        """Give the drivers at work `grace` seconds to finish their current step, then cut them too."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), grace)
        running = list(self._running.values())
        for driver in running:
            driver.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _patiently(self, name: str, request_id: UUID) -> None:
        """Advance until nothing is left to do. After some errors in a row, leave the rest to the sweep."""
        delay: float | None = 0.0
        waits = iter(WAITS_AFTER_ERRORS)
        while delay is not None:
            await asyncio.sleep(delay)
            if self._ending:
                raise asyncio.CancelledError
            delay = next(waits, None)
            with surviving("driver_failed", request_id=str(request_id), again_in=delay or "the sweep's turn"):
                delay = await self._at_work_on(name, request_id)
                waits = iter(WAITS_AFTER_ERRORS)

    async def _at_work_on(self, name: str, request_id: UUID) -> float | None:
        self._at_work.add(name)
        self._idle.clear()
        try:
            return await self._advance(request_id)
        finally:
            self._at_work.discard(name)
            if not self._at_work:
                self._idle.set()
