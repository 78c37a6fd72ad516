"""The repository of the audit: append and read. Triggers in the database refuse everything else."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.event import Event, EventKind
from store.audit.linking import Linking
from store.mapping import event_columns, kind_or, value_of
from store.standing import Written
from store.tables import EventRow


class SqlEvents:
    """`approvals.ports.storage.Events` over a session. Without `linking`, lines get no chain value.

    Appended lines are written when the unit of work commits or reads lines. So the lock on the chain, which every other
    writer waits for, is the last lock that a transaction takes.
    """

    def __init__(self, session: AsyncSession, linking: Linking | None = None) -> None:
        self._session = session
        self._linking = linking
        self._appended: list[Event] = []
        self._written: Written | None = None

    async def append(self, event: Event) -> None:
        """Add one line."""
        self._appended.append(event)

    async def of(self, request_id: UUID) -> Sequence[Event]:
        """The lines about a request, in order. Kinds that only a later release knows are NOT_KNOWN."""
        await self.write()
        statement = select(EventRow).where(col(EventRow.request_id) == request_id).order_by(col(EventRow.seq))
        rows = await self._session.exec(statement)
        return [value_of(Event, row, kind=kind_or(EventKind.NOT_KNOWN, row.kind)) for row in rows]

    async def write(self) -> None:
        """Write the appended lines."""
        appended, self._appended = self._appended, []
        if appended and self._linking is not None:
            connection = await self._session.connection()
            self._written = await connection.run_sync(self._linking.write, appended)
        elif appended:
            for event in appended:
                await self._session.exec(sa.insert(EventRow).values({**event_columns(event), "mac": None}))

    def committed(self) -> None:
        """Note that what was written is committed."""
        if self._linking is not None:
            self._linking.committed(self._written)
