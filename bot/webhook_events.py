"""The events that Vitable delivered to this process, until the readings that they call for are woken.

They are noted in memory alone. That is enough: if the process ends first, its readings come at their usual time. Two
replicas that get the same event wake the same reading twice, which changes nothing more.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from itertools import islice

from cachetools import FIFOCache

from approvals.errors import StoreUnavailable
from benefits.ids import EnrollmentId
from benefits.webhooks import WebhookEvent
from bot.drivers import surviving

REMEMBERED = 10_000
"""Ids of events that are remembered, so that each counts once; one that is repeated after so many others counts again.
"""

MOST_NAMED = 500
"""Enrollments that may wait for their turn; an event about yet another is forgotten."""

EVERY = 1.0
"""Seconds between two rounds: in that time any number of events about an enrollment wakes one reading."""

Wake = Callable[[Collection[EnrollmentId]], Awaitable[None]]


class WebhookEvents:
    """Notes events, and calls `wake` with the enrollments that they name. `every`: seconds between two rounds."""

    def __init__(self, wake: Wake, every: float = EVERY) -> None:
        self._wake = wake
        self._every = every
        self._seen: FIFOCache[str, None] = FIFOCache(REMEMBERED)
        self._named: set[EnrollmentId] = set()
        self._come = asyncio.Event()

    def note(self, event: WebhookEvent) -> None:
        """An event was delivered, perhaps not for the first time."""
        if event.event_id in self._seen:
            return
        self._seen[event.event_id] = None
        if event.enrollment_id is not None and len(self._named) < MOST_NAMED:
            self._named.add(event.enrollment_id)
            self._come.set()

    async def keep_waking(self) -> None:
        """Wake what events name, a round at a time. What they name while the database is away waits for it."""
        while True:
            await self._come.wait()
            self._come.clear()
            named, self._named = self._named, set()
            with surviving("webhook_events_postponed"):
                await self._follow(named)
            await asyncio.sleep(self._every)

    async def _follow(self, named: set[EnrollmentId]) -> None:
        try:
            await self._wake(named)
        except StoreUnavailable:
            self._named = {*named, *islice(self._named, MOST_NAMED - len(named))}
            self._come.set()
            raise
