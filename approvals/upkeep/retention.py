"""Retention: removes names and free text from requests that were closed long ago. The decisions stay."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from approvals.model.event import EventKind
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.recording import Line, save
from approvals.rules import lifecycle

BATCH = 10
"""Requests that are blanked at a time: each copy of them is redrawn, and Slack limits the redraws a minute."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Blanks requests that have been closed for longer than `kept`."""

    store: Store
    clock: Clock
    kept: timedelta

    async def blank_due(self) -> int:
        """Blank the oldest due requests; returns how many. Requests that another process blanked are not counted."""
        before = self.clock.now() - self.kept
        async with self.store.reading() as work:
            due = await work.requests.closed_before(before, BATCH)
        return sum([await self._blank(request_id, before) for request_id in due])

    async def _blank(self, request_id: UUID, before: datetime) -> bool:
        now = self.clock.now()
        async with self.store.writing() as work:
            current = await work.requests.get(request_id)
            if current.status.is_open or current.blanked_at is not None or current.changed_at >= before:
                return False
            await save(work, lifecycle.blank(current, now), Line(kind=EventKind.BLANKED, at=now))
            await work.remarks.remove(request_id)
            for attempt in await work.attempts.of(request_id):
                await work.attempts.rewrite(attempt.blanked())
            await work.drive(request_id)
            await work.commit()
        return True
