"""Protocol for the life events that are being recorded."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from approvals.model.event_record import EventRecord
from benefits.ids import EmployeeId


class EventRecords(Protocol):
    """The life events that requesters had the bot record."""

    async def add(self, record: EventRecord, next_at: datetime) -> EventRecord:
        """Store a new one. If the same submission stored one before, or one of the same member, kind and date is open,
        that one is returned."""
        ...

    async def get(self, record_id: UUID) -> EventRecord | None:
        """One of them. In a writing unit of work its row stays locked until the end."""
        ...

    async def by_submission_key(self, submission_key: str) -> EventRecord | None:
        """The one that an earlier delivery of the same submission made."""
        ...

    async def latest_like(self, record: EventRecord) -> EventRecord | None:
        """The latest of the same member, kind and date. A writing unit of work that begins with this is alone: others
        that look for what is recorded wait until it ends."""
        ...

    async def near(self, record: EventRecord, days: int) -> Sequence[EventRecord]:
        """Those of the same member and kind whose dates are at most so many days from its own, oldest first."""
        ...

    async def save(self, record: EventRecord) -> bool:
        """Store the next version; False if it is not the next one."""
        ...

    async def told(self, record_id: UUID, at: datetime) -> None:
        """Note that the requester knows the result; the name and the API's words are not needed any more."""
        ...

    async def wake_at(self, record_id: UUID, version: int, at: datetime | None) -> None:
        """Have the sweep look at this version at `at`, or never; does nothing if there is a newer version."""
        ...

    async def wake_now(self, record_ids: Collection[UUID], now: datetime) -> None:
        """Have the sweep look now at those that it would look at later."""
        ...

    async def wake_leased(self, now: datetime, lease: timedelta) -> None:
        """Have the sweep look now at those that it would look at within `lease`."""
        ...

    async def next_due(self) -> datetime | None:
        """When the sweep has to look at the next one, which may be past."""
        ...

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> Sequence[UUID]:
        """Those that are due, postponed by `lease` so that only one caller gets each."""
        ...

    async def unsettled(self) -> Sequence[EventRecord]:
        """Those that are open, or whose outcome is unknown, oldest first."""
        ...

    async def remove_settled(self, *, before: datetime | None = None, employee_id: EmployeeId | None = None) -> int:
        """Remove those whose result the requester knows: settled before a time, or of an employee. Returns how many."""
        ...

    async def open_of(self, employee_id: EmployeeId) -> Sequence[EventRecord]:
        """Those of an employee whose result is not known yet, or not to the requester."""
        ...
