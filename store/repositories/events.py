"""The repository of the audit: append and read. Triggers in the database refuse everything else."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.event import Event
from store.chain import BEGINNING, Chain
from store.dialects import is_postgresql
from store.mapping import event_columns, value_of
from store.tables import EventRow

CHAINING = 7_166_004
"""The PostgreSQL advisory lock for adding to the chain, so that `seq` and the chain have the same order."""


class SqlEvents:
    """`approvals.ports.storage.Events` over a session. Without a `chain`, lines get no chain value.

    Appended lines are written when the unit of work commits or reads lines. So the lock on the chain, which every other
    writer waits for, is the last lock that a transaction takes.
    """

    def __init__(self, session: AsyncSession, chain: Chain | None = None) -> None:
        self._session = session
        self._chain = chain
        self._appended: list[Event] = []

    async def append(self, event: Event) -> None:
        """Add one line."""
        self._appended.append(event)

    async def of(self, request_id: UUID) -> Sequence[Event]:
        """The lines about a request, in order."""
        await self.write()
        statement = select(EventRow).where(col(EventRow.request_id) == request_id).order_by(col(EventRow.seq))
        return [value_of(Event, row) for row in await self._session.exec(statement)]

    async def write(self) -> None:
        """Write the appended lines."""
        appended, self._appended = self._appended, []
        if not appended:
            return
        links = _unchained(appended) if self._chain is None else self._chain.links(await self._last_mac(), appended)
        for line, mac in links:
            await self._session.exec(sa.insert(EventRow).values({**event_columns(line), "mac": mac}))

    async def _last_mac(self) -> str:
        """The last value of the chain. Until this transaction ends, no other one can add to the chain."""
        if is_postgresql(self._session):
            await self._session.exec(select(sa.func.pg_advisory_xact_lock(CHAINING)))
        last = select(EventRow.mac).where(col(EventRow.mac).is_not(None)).order_by(col(EventRow.seq).desc()).limit(1)
        return (await self._session.exec(last)).first() or BEGINNING


def _unchained(events: Iterable[Event]) -> Iterator[tuple[Event, None]]:
    return ((event, None) for event in events)
