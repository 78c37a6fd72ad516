"""The repository of attempts: written down and committed before the POST, settled after it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.model.attempt import Attempt, AttemptState
from approvals.model.event_record import RecordState
from store.columns import table_of
from store.dialects import for_each, is_postgresql, lock_until_the_end
from store.mapping import columns_of, value_of
from store.tables import AttemptRow, EventRecordRow

FINISHED = ("state", "outcome", "status_code", "message", "trace_id", "result", "settled_at", "retry_at")
"""The columns that are written when an attempt is settled."""

SAID = ("baseline", "message", "result")
"""The columns with names and free text: the API's state before and after an attempt, and its message."""

CLAIMING = 7_166_002
"""The PostgreSQL advisory lock for counting the attempts under way and claiming one more."""


_ATTEMPT = table_of(AttemptRow)
_OF = sa.select(_ATTEMPT).where(_ATTEMPT.c.request_id == sa.bindparam("request_id")).order_by(_ATTEMPT.c.n)
_CLAIM = for_each(lambda insert: insert(_ATTEMPT).on_conflict_do_nothing().returning(_ATTEMPT.c.n))
_FINISH = sa.update(_ATTEMPT).where(
    _ATTEMPT.c.request_id == sa.bindparam("the_id"),
    _ATTEMPT.c.n == sa.bindparam("the_n"),
    _ATTEMPT.c.token == sa.bindparam("the_token"),
    _ATTEMPT.c.state == AttemptState.SENDING,
)
_EVENT = table_of(EventRecordRow)
_REISSUES = sa.select(sa.func.count()).select_from(_ATTEMPT).where(_ATTEMPT.c.state == AttemptState.SENDING)
_EVENTS = sa.select(sa.func.count()).select_from(_EVENT).where(_EVENT.c.state == RecordState.SENDING)
_UNDER_WAY = sa.select(_REISSUES.scalar_subquery() + _EVENTS.scalar_subquery())


class SqlAttempts:
    """`approvals.ports.request_storage.Attempts` over a connection.

    `locking`: until the transaction ends, no one else counts the attempts under way.
    """

    def __init__(self, connection: AsyncConnection, *, locking: bool) -> None:
        self._connection = connection
        self._locking = locking

    async def of(self, request_id: UUID) -> Sequence[Attempt]:
        """The attempts of a request, first to last."""
        rows = await self._connection.execute(_OF, {"request_id": request_id})
        return [value_of(Attempt, row) for row in rows]

    async def last(self, request_id: UUID) -> Attempt | None:
        """The latest attempt of a request. Its token tells whose it is, after a commit that may have failed."""
        attempts = await self.of(request_id)
        return attempts[-1] if attempts else None

    async def claim(self, attempt: Attempt) -> bool:
        """Write an attempt down; False if there is one with this number already."""
        claimed = await self._connection.execute(_CLAIM(self._connection.dialect.name), columns_of(attempt))
        return claimed.first() is not None

    async def finish(self, attempt: Attempt) -> bool:
        """Write the outcome down; False if the attempt is not `sending` any more, or has another token."""
        columns = columns_of(attempt)
        which = {"the_id": attempt.request_id, "the_n": attempt.n, "the_token": attempt.token}
        settled = await self._connection.execute(_FINISH, {**{name: columns[name] for name in FINISHED}, **which})
        return settled.rowcount == 1

    async def read_back(self, request_id: UUID, n: int, at: datetime) -> None:
        """Note when the API was last read to find out the outcome of an attempt."""
        await self._connection.execute(sa.update(_ATTEMPT).where(_is(request_id, n)).values(read_back_at=at))

    async def rewrite(self, attempt: Attempt) -> None:
        """Replace the columns with names and free text."""
        columns = columns_of(attempt)
        await self._connection.execute(
            sa.update(_ATTEMPT).where(_is(attempt.request_id, attempt.n)).values({name: columns[name] for name in SAID})
        )

    async def count_sending(self) -> int:
        """The number of calls that may be under way in all replicas: attempts, and life events that are recorded."""
        if self._locking and is_postgresql(self._connection):
            await self._connection.execute(lock_until_the_end(CLAIMING))
        return int((await self._connection.execute(_UNDER_WAY)).scalar_one())


def _is(request_id: UUID, n: int) -> sa.ColumnElement[bool]:
    return sa.and_(_ATTEMPT.c.request_id == request_id, _ATTEMPT.c.n == n)
