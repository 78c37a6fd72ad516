"""Retention: removes names and free text from requests that were closed long ago. The decisions stay."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from approvals.errors import NewerRecord
from approvals.model.event import EventKind
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.recording import Line
from approvals.upkeep.blanking import blank

BATCH = 10
"""Requests that are blanked at a time: each copy of them is redrawn, and Slack limits the redraws a minute."""


@dataclass(frozen=True, eq=False, repr=False)
class Retention:
    """Blanks requests that have been closed for longer than `kept`.

    `_newer` are those that only a later release understands, and blanks. It may be lost: then they are found again.
    """

    store: Store
    clock: Clock
    kept: timedelta
    _newer: set[UUID] = field(default_factory=set)

    async def count_due(self) -> int:
        """The number of requests that are due, and that this release can blank."""
        async with self.store.reading() as work:
            return await work.requests.count_closed_before(self.clock.now() - self.kept, besides=self._newer)

    @property
    def left(self) -> int:
        """The number of requests that were due so far and that only a later release understands."""
        return len(self._newer)

    async def blank_due(self) -> int:
        """Blank the oldest due requests; returns how many. Requests that another process blanked are not counted.

        Each round also purges the database, even if it blanks nothing: an earlier purge may not have been possible.
        """
        before = self.clock.now() - self.kept
        async with self.store.reading() as work:
            due = await work.requests.closed_before(before, BATCH + len(self._newer))
        mine = [request_id for request_id in due if request_id not in self._newer]
        count = sum([await self._blank_if_known(request_id, before) for request_id in mine])
        await self._remove_event_records(before)
        await self.store.purge()
        return count

    async def _remove_event_records(self, before: datetime) -> None:
        """Remove what is stored about life events that were recorded long ago. The audit keeps that they were."""
        async with self.store.writing() as work:
            if await work.event_records.remove_settled(before=before):
                await work.commit()

    async def _blank_if_known(self, request_id: UUID, before: datetime) -> bool:
        try:
            return await self._blank(request_id, before)
        except NewerRecord:
            self._newer.add(request_id)
            return False

    async def _blank(self, request_id: UUID, before: datetime) -> bool:
        now = self.clock.now()
        async with self.store.writing() as work:
            current = await work.requests.get(request_id)
            if current.status.is_open or current.blanked_at is not None or current.changed_at >= before:
                return False
            await blank(work, current, Line(kind=EventKind.BLANKED, at=now))
            work.drive(request_id)
            await work.commit()
        return True
