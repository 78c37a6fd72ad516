"""The repository of life events to be recorded: written down and committed before the POST, settled after it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.model.event_record import OPEN_STATES, EventRecord, RecordState
from benefits.ids import EmployeeId
from store.columns import table_of
from store.dialects import insert, is_postgresql, lock_until_the_end, wrote
from store.mapping import columns_of, value_of
from store.notifying import NOTIFY
from store.tables import EventRecordRow

RECORDING = 7_166_005
"""The PostgreSQL advisory lock for looking whether an event is recorded already, and adding it."""

_RECORD = table_of(EventRecordRow)
_NOT_SAVED = frozenset({"id", "submission_key", "told_at"})


class SqlEventRecords:
    """`approvals.ports.event_record_storage.EventRecords` over a connection.

    `locking`: what is read stays locked until the end.
    """

    def __init__(self, connection: AsyncConnection, *, locking: bool) -> None:
        self._connection = connection
        self._locking = locking

    async def add(self, record: EventRecord, next_at: datetime) -> EventRecord:
        """Store a new one, or return the one in its way."""
        statement = insert(self._connection, EventRecordRow).values(columns_of(record, next_at=next_at))
        if await wrote(self._connection, statement.on_conflict_do_nothing().returning(_RECORD.c.id)):
            return record
        if earlier := await self.by_submission_key(record.submission_key):
            return earlier
        *_, other = await self._all(_like(record))
        return other

    async def get(self, record_id: UUID) -> EventRecord | None:
        """One of them."""
        return next(iter(await self._all(_RECORD.c.id == record_id)), None)

    async def by_submission_key(self, submission_key: str) -> EventRecord | None:
        """The one that an earlier delivery of the same submission made."""
        return next(iter(await self._all(_RECORD.c.submission_key == submission_key)), None)

    async def latest_like(self, record: EventRecord) -> EventRecord | None:
        """The latest of the same member, kind and date. `locking`: until the transaction ends, no one else looks."""
        if self._locking and is_postgresql(self._connection):
            await self._connection.execute(lock_until_the_end(RECORDING))
        return next(reversed(await self._all(_like(record))), None)

    async def near(self, record: EventRecord, days: int) -> Sequence[EventRecord]:
        """Those of the same member and kind whose dates are at most so many days from its own, oldest first."""
        first, last = record.event_date - timedelta(days=days), record.event_date + timedelta(days=days)
        of_kind = sa.and_(_RECORD.c.member_id == record.member_id, _RECORD.c.event_type == record.event_type)
        return await self._all(of_kind, _RECORD.c.event_date.between(first, last))

    async def save(self, record: EventRecord) -> bool:
        """Store the next version; False if it is not the next one."""
        columns = {name: value for name, value in columns_of(record).items() if name not in _NOT_SAVED}
        saved = await self._connection.execute(
            sa.update(_RECORD).where(_RECORD.c.id == record.id, _RECORD.c.version == record.version - 1).values(columns)
        )
        return saved.rowcount == 1

    async def told(self, record_id: UUID, at: datetime) -> None:
        """Note that the requester knows the result, and remove what is not needed any more."""
        await self._connection.execute(
            sa.update(_RECORD)
            .where(_RECORD.c.id == record_id, _RECORD.c.told_at.is_(None))
            .values(told_at=at, employee_name="", message=None, next_at=None)
        )

    async def wake_at(self, record_id: UUID, version: int, at: datetime | None) -> None:
        """Have the sweep look at this version at `at`, or never."""
        await self._connection.execute(
            sa.update(_RECORD)
            .where(_RECORD.c.id == record_id, _RECORD.c.version == version)
            .where(_RECORD.c.told_at.is_(None))
            .values(next_at=at)
        )

    async def wake_now(self, record_ids: Collection[UUID], now: datetime) -> None:
        """Have the sweep look now at those that it would look at later."""
        await self._wake(now, _RECORD.c.id.in_(record_ids), _RECORD.c.next_at > now)
        if is_postgresql(self._connection):
            await self._connection.execute(NOTIFY)

    async def wake_leased(self, now: datetime, lease: timedelta) -> None:
        """Have the sweep look now at those that it would look at within `lease`."""
        next_at = _RECORD.c.next_at
        await self._wake(now, next_at > now, next_at <= now + lease)

    async def next_due(self) -> datetime | None:
        """When the sweep has to look at the next one, which may be past."""
        next_at, is_known = _RECORD.c.next_at, _RECORD.c.state.in_(list(RecordState))
        statement = sa.select(next_at).where(next_at.is_not(None), is_known).order_by(next_at).limit(1)
        at: datetime | None = (await self._connection.execute(statement)).scalar()
        return at

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> Sequence[UUID]:
        """Up to `limit` that are due, put off by `lease`. What has a state of a later release is left to others."""
        due = (
            sa.select(_RECORD.c.id)
            .where(_RECORD.c.next_at <= now, _RECORD.c.state.in_(list(RecordState)))
            .order_by(_RECORD.c.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")  # not a subquery: PostgreSQL may run one of those twice, and claim more than `limit`
        )
        claimed = await self._connection.execute(
            sa.update(_RECORD)
            .where(_RECORD.c.id.in_(sa.select(due.c.id)))
            .values(next_at=now + lease)
            .returning(_RECORD.c.id)
        )
        return [claim.id for claim in claimed]

    async def unsettled(self) -> Sequence[EventRecord]:
        """Those that are open, or whose outcome is unknown, oldest first."""
        return await self._all(_RECORD.c.state.in_([*OPEN_STATES, RecordState.UNKNOWN]))

    async def remove_settled(self, *, before: datetime | None = None, employee_id: EmployeeId | None = None) -> int:
        """Remove those whose result the requester knows."""
        which = [] if before is None else [_RECORD.c.settled_at < before]
        which += [] if employee_id is None else [_RECORD.c.employee_id == employee_id]
        statement = sa.delete(_RECORD).where(_RECORD.c.told_at.is_not(None), *which)
        return (await self._connection.execute(statement)).rowcount

    async def open_of(self, employee_id: EmployeeId) -> Sequence[EventRecord]:
        """Those of an employee whose result is not known yet, or not to the requester."""
        return await self._all(_RECORD.c.employee_id == employee_id, _RECORD.c.told_at.is_(None))

    async def _all(self, *conditions: sa.ColumnElement[bool]) -> list[EventRecord]:
        statement = sa.select(_RECORD).where(*conditions).order_by(_RECORD.c.asked_at)
        statement = statement.with_for_update() if self._locking else statement
        rows = await self._connection.execute(statement)
        return [value_of(EventRecord, row) for row in rows]

    async def _wake(self, now: datetime, *conditions: sa.ColumnElement[bool]) -> None:
        statement = sa.update(_RECORD).where(*conditions).values(next_at=now)
        await self._connection.execute(statement)


def _like(record: EventRecord) -> sa.ColumnElement[bool]:
    return sa.and_(
        _RECORD.c.member_id == record.member_id,
        _RECORD.c.event_type == record.event_type,
        _RECORD.c.event_date == record.event_date,
    )
