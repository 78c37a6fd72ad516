"""The repository of requests and their decisions."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.errors import NewerRecord, UnknownRequest, VersionConflict
from approvals.model.newer import NewerRequest
from approvals.model.request import OpenRequestExists, ProblemCode, ReissueRequest
from approvals.model.status import ENDED, OPEN, RequestStatus
from benefits.ids import EmployeeId, EnrollmentId
from store import mapping
from store.columns import table_of
from store.dialects import insert, is_postgresql, lock_until_the_end, wrote
from store.notifying import NOTIFY
from store.repositories.decisions import SqlDecisions
from store.tables import RequestRow

ADDING = 7_166_001
"""The PostgreSQL advisory lock for adding a request, so that numbers have no gaps and are used once."""

NOT_SAVED = {"id", "number", "next_at"}
"""Columns that `save` does not write: the first two never change, the last belongs to the sweep."""

_REQUEST = table_of(RequestRow)
_STATUS_READ: sa.ColumnElement[str] = sa.func.coalesce(_REQUEST.c.status, "")
"""The status where another index is the right one: SQLite would look through all requests by the index of statuses."""

_BY_ID = sa.select(_REQUEST).where(_REQUEST.c.id == sa.bindparam("request_id"))
_LOCKED = _BY_ID.with_for_update(key_share=True)
"""Decisions are read afterwards, not joined: after a wait for the lock PostgreSQL reads only the locked row again."""

_SAVE = sa.update(_REQUEST).where(
    _REQUEST.c.id == sa.bindparam("the_id"), _REQUEST.c.version == sa.bindparam("the_version")
)
_VERSION = _BY_ID.with_only_columns(_REQUEST.c.version)
_LOCKED_VERSION = _VERSION.with_for_update(key_share=True)


class SqlRequests:
    """`approvals.ports.request_storage.Requests` over a connection.

    `locking`: rows read by `get` stay locked until the end.
    """

    def __init__(self, connection: AsyncConnection, *, locking: bool) -> None:
        self._connection = connection
        self._locking = locking
        self._decisions = SqlDecisions(connection)

    async def add(self, reissue_request: ReissueRequest) -> ReissueRequest:
        """Store a new request under the next number; if the submission was stored before, return that request.

        Raises OpenRequestExists; VersionConflict if the other request was closed in this moment, or the id is taken.
        """
        await self._wait_for_other_adders()
        earlier = await self.by_submission_key(reissue_request.submission_key)
        if earlier is not None:
            return earlier
        numbered = replace(reissue_request, number=await self._next_number())
        if await self._insert(numbered):
            await self._decisions.write(numbered)
            return numbered
        other = await self.open_for_enrollment(reissue_request.enrollment.id)
        if other is None:
            raise VersionConflict
        raise OpenRequestExists(other)

    async def get(self, request_id: UUID) -> ReissueRequest:
        """One request; raises UnknownRequest."""
        statement = _LOCKED if self._locking else _BY_ID
        found = await self._only(await self._connection.execute(statement, {"request_id": request_id}))
        if found is None:
            raise UnknownRequest
        return found

    async def numbered(self, number: int) -> ReissueRequest | NewerRequest:
        """The request with this number, also one that only a later release understands; raises UnknownRequest."""
        found = await self._each(_REQUEST.c.number == number)
        if not found:
            raise UnknownRequest
        return found[0]

    async def by_submission_key(self, submission_key: str) -> ReissueRequest | None:
        """The request that an earlier delivery of the same submission made."""
        return await self._first(_REQUEST.c.submission_key == submission_key)

    async def of_group(self, group_id: UUID) -> Sequence[ReissueRequest]:
        """The requests that were submitted together and that this release understands, by number."""
        return _known(await self._each(_REQUEST.c.group_id == group_id))

    async def open_for_enrollment(self, enrollment_id: EnrollmentId) -> ReissueRequest | None:
        """The open request for an enrollment."""
        return await self._first(sa.and_(_REQUEST.c.enrollment_id == enrollment_id, _REQUEST.c.status.in_(OPEN)))

    async def has_opened(self, enrollment_id: EnrollmentId) -> bool:
        """Whether one of the reissues opened this enrollment."""
        opened = sa.exists().where(_REQUEST.c.new_enrollment_id == enrollment_id)
        return bool((await self._connection.execute(sa.select(opened))).scalar_one())

    async def naming(self, enrollment_ids: Collection[EnrollmentId]) -> Sequence[ReissueRequest]:
        """The open requests for any of these enrollments, and those whose reissue opened one of them, by number."""
        is_open_for = sa.and_(_REQUEST.c.enrollment_id.in_(enrollment_ids), _REQUEST.c.status.in_(OPEN))
        opened = _REQUEST.c.new_enrollment_id.in_(enrollment_ids)
        return _known(await self._each(sa.or_(is_open_for, opened)))

    async def closed_for(
        self, employee_id: EmployeeId, enrollment_ids: Collection[EnrollmentId]
    ) -> Sequence[ReissueRequest]:
        """The requests for any of these enrollments of an employee that were closed after an outcome, by number."""
        theirs = _REQUEST.c.employee_id == employee_id
        is_for = _REQUEST.c.enrollment_id.in_(enrollment_ids)
        return _known(await self._each(sa.and_(theirs, is_for, _REQUEST.c.status == RequestStatus.CLOSED)))

    async def save(self, reissue_request: ReissueRequest, wake_at: datetime | None = None) -> None:
        """Store the next version, but `next_at` only if `wake_at` is given; raises VersionConflict."""
        columns = mapping.request_columns(reissue_request)
        saved = {name: value for name, value in columns.items() if name not in NOT_SAVED}
        saved |= {} if wake_at is None else {"next_at": wake_at}
        which = {"the_id": reissue_request.id, "the_version": reissue_request.version - 1}
        written = await self._connection.execute(_SAVE, {**saved, **which})
        if written.rowcount == 0:
            raise VersionConflict
        await self._decisions.write(reissue_request)

    async def is_at(self, request_id: UUID, version: int) -> bool:
        """Whether a request has this version. `locking`: it stays so until the end."""
        statement = _LOCKED_VERSION if self._locking else _VERSION
        return (await self._connection.execute(statement, {"request_id": request_id})).scalar() == version

    async def wake_at(self, request_id: UUID, version: int, at: datetime | None) -> None:
        """Have the sweep look at this version at `at`, or never; does nothing if there is a later version."""
        await self._connection.execute(_SAVE, {"next_at": at, "the_id": request_id, "the_version": version})

    async def in_status(self, status: RequestStatus) -> Sequence[UUID]:
        """The requests in a status, by number."""
        statement = sa.select(_REQUEST.c.id).where(_REQUEST.c.status == status).order_by(_REQUEST.c.number)
        return (await self._connection.execute(statement)).scalars().all()

    async def closed_before(self, at: datetime, limit: int) -> Sequence[UUID]:
        """The requests closed before `at` (UTC) that still have names and free text, oldest first."""
        statement = sa.select(_REQUEST.c.id).where(*_closed_before(at)).order_by(_REQUEST.c.changed_at).limit(limit)
        return (await self._connection.execute(statement)).scalars().all()

    async def count_closed_before(self, at: datetime, *, besides: Collection[UUID] = ()) -> int:
        """The number of those, without some."""
        statement = sa.select(sa.func.count()).where(*_closed_before(at), _REQUEST.c.id.not_in(besides))
        return (await self._connection.execute(statement)).scalar_one()

    async def of_employee(self, employee_id: EmployeeId) -> Sequence[ReissueRequest]:
        """Every request about an employee, by number. Raises NewerRecord: none of them may be overlooked."""
        found = await self._each(_REQUEST.c.employee_id == employee_id)
        newer = next((each for each in found if isinstance(each, NewerRequest)), None)
        if newer is not None:
            raise NewerRecord(newer.label)
        return _known(found)

    async def some(self, request_ids: Collection[UUID]) -> Sequence[ReissueRequest]:
        """Those of these requests that this release understands, by number."""
        return _known(await self._each(_REQUEST.c.id.in_(request_ids)))

    async def wake_now(self, request_ids: Collection[UUID], now: datetime) -> None:
        """Have the sweep look now at the requests that it would look at later; it leaves the others alone."""
        await self._connection.execute(
            sa.update(_REQUEST).where(_REQUEST.c.id.in_(request_ids), _REQUEST.c.next_at > now).values(next_at=now)
        )
        if is_postgresql(self._connection):
            await self._connection.execute(NOTIFY)

    async def wake_leased(self, now: datetime, lease: timedelta) -> None:
        """Have the sweep look now at the requests that it would look at within `lease`."""
        next_at = _REQUEST.c.next_at
        await self._connection.execute(
            sa.update(_REQUEST).where(next_at > now, next_at <= now + lease).values(next_at=now)
        )

    async def count_by_status(self) -> Mapping[RequestStatus, int]:
        """The number of requests in each status; statuses without any are left out, and those of a later release."""
        status = _REQUEST.c.status
        statement = sa.select(status, sa.func.count()).where(status.in_(list(RequestStatus))).group_by(status)
        return {found: count for found, count in await self._connection.execute(statement)}  # noqa: C416 - rows, not pairs

    async def held_back(self) -> Mapping[ProblemCode, int]:
        """The number of approved requests that are on hold because the API refuses the bot, by problem."""
        is_held = sa.and_(_REQUEST.c.status == RequestStatus.APPLYING, _REQUEST.c.on_hold)
        problems = (await self._connection.execute(sa.select(_REQUEST.c.problem).where(is_held))).scalars().all()
        codes = [problem["code"] for problem in problems if problem]
        return Counter(ProblemCode(code) for code in codes if code in set(ProblemCode))

    async def next_due(self, *, besides: Collection[UUID] = ()) -> datetime | None:
        """When the sweep has to look at the next request, which may be past; `besides` as in `claim_due`."""
        next_at = _REQUEST.c.next_at
        statement = sa.select(next_at).where(*_for_the_sweep(besides)).order_by(next_at).limit(1)
        at: datetime | None = (await self._connection.execute(statement)).scalar()
        return at

    async def claim_due(
        self, now: datetime, lease: timedelta, limit: int, *, besides: Collection[UUID] = ()
    ) -> Sequence[UUID]:
        """Up to `limit` requests that are due, by number; put off by `lease` so that only one caller gets each.

        Those `besides` are left to others, and so is what has a status of a later release.
        """
        due = (
            sa.select(_REQUEST.c.id)
            .where(_REQUEST.c.next_at <= now, *_for_the_sweep(besides))
            .order_by(_REQUEST.c.next_at, _REQUEST.c.number)
            .limit(limit)
            .with_for_update(skip_locked=True, key_share=True)
            .cte("due")  # not a subquery: PostgreSQL may run one of those twice, and claim more than `limit`
        )
        claimed = await self._connection.execute(
            sa.update(_REQUEST)
            .where(_REQUEST.c.id.in_(sa.select(due.c.id)))
            .values(next_at=now + lease)
            .returning(_REQUEST.c.id, _REQUEST.c.number)
        )
        return [claim.id for claim in sorted(claimed, key=lambda claim: claim.number)]

    async def _first(self, condition: sa.ColumnElement[bool]) -> ReissueRequest | None:
        return await self._only(await self._connection.execute(sa.select(_REQUEST).where(condition)))

    async def _only(self, rows: sa.CursorResult[Any]) -> ReissueRequest | None:
        row = rows.first()
        return None if row is None else mapping.request_value(row, await self._decisions.rows(row.id))

    async def _each(self, condition: sa.ColumnElement[bool]) -> list[ReissueRequest | NewerRequest]:
        """The requests, by number."""
        rows = (await self._connection.execute(sa.select(_REQUEST).where(condition).order_by(_REQUEST.c.number))).all()
        decisions = await self._decisions.rows_of(condition)
        return [mapping.request_or_newer(row, decisions.get(row.id, ())) for row in rows]

    async def _wait_for_other_adders(self) -> None:
        if is_postgresql(self._connection):
            await self._connection.execute(lock_until_the_end(ADDING))

    async def _next_number(self) -> int:
        latest = (await self._connection.execute(sa.select(sa.func.max(_REQUEST.c.number)))).scalar_one()
        return (latest or 0) + 1

    async def _insert(self, reissue_request: ReissueRequest) -> bool:
        columns = mapping.request_columns(reissue_request)
        statement = insert(self._connection, RequestRow).values(columns).on_conflict_do_nothing()
        return await wrote(self._connection, statement.returning(_REQUEST.c.id))


def _for_the_sweep(besides: Collection[UUID]) -> Sequence[sa.ColumnElement[bool]]:
    """What the sweep of this release takes up at some time."""
    is_known = _STATUS_READ.in_(list(RequestStatus))
    return _REQUEST.c.next_at.is_not(None), is_known, _REQUEST.c.id.not_in(besides)


def _closed_before(at: datetime) -> Sequence[sa.ColumnElement[bool]]:
    """What was closed before `at` and still has names and free text."""
    return _STATUS_READ.in_(ENDED), _REQUEST.c.changed_at < at, _REQUEST.c.blanked_at.is_(None)


def _known(found: Sequence[ReissueRequest | NewerRequest]) -> list[ReissueRequest]:
    return [each for each in found if isinstance(each, ReissueRequest)]
