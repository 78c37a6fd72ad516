"""The drivers in this process: each calls `advance` until nothing is left to do now, and may be cut at any moment."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import structlog

from approvals.errors import StoreUnavailable

Advance = Callable[[UUID], Awaitable[float | None]]

WAITS_AFTER_ERRORS = (0.5, 1.0, 2.0, 4.0)
"""Seconds a driver waits after each unexpected error in a row, before it ends and leaves the rest to the sweep."""

log = structlog.get_logger()


@contextmanager
def surviving(event: str, **facts: object) -> Iterator[None]:
    """Log what goes wrong inside as `event`, and go on: for what is tried again whatever happens."""
    try:
        yield
    except StoreUnavailable:
        log.warning(event, reason="the database does not answer", **facts)
    except Exception:  # the only broad one: an error nobody foresaw must not end a driver, a sweep or an orderly stop
        log.exception(event, **facts)


class Drivers:
    """Runs drivers; each has a name, under which the durable engine knows it."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._running: dict[str, asyncio.Task[None]] = {}
        self._at_work: set[str] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._ending = False

    async def drive(self, name: str, request_id: UUID) -> None:
        """Drive a request until nothing is left to do now; raises CancelledError when it is cut before that."""
        driver = self._running[name] = asyncio.ensure_future(self._patiently(name, request_id))
        try:
            await driver
        finally:
            self._running.pop(name, None)

    @property
    def are_idle(self) -> bool:
        """Whether no driver does anything but wait."""
        return not self._at_work

    def cut_the_waiting(self) -> list[str]:
        """From now on nobody begins or goes on; whoever only waits is cut. Returns the names of those."""
        self._ending = True
        waiting = [name for name in self._running if name not in self._at_work]
        for name in waiting:
            self._running[name].cancel()
        return waiting

    async def cut(self, grace: float) -> None:
        """Give those at work `grace` seconds to finish the one thing they do, then cut them too."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), grace)
        running = list(self._running.values())
        for driver in running:
            driver.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _patiently(self, name: str, request_id: UUID) -> None:
        """Advance until nothing is left to do. After some errors in a row the sweep takes over, when the lease ends."""
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
