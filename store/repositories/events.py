"""The repository of the audit: append and read. Triggers in the database refuse everything else."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.model.event import Event, EventKind
from store.audit.linking import Linking
from store.audit.standing import Written
from store.columns import table_of
from store.mapping import event_columns, kind_or, value_of
from store.tables import EventRow

_EVENT = table_of(EventRow)
_OF = sa.select(_EVENT).where(_EVENT.c.request_id == sa.bindparam("request_id")).order_by(_EVENT.c.seq)


class SqlEvents:
    """`approvals.ports.request_storage.Events` over a connection. Without `linking`, lines get no chain value.

    Appended lines are written when the unit of work commits or reads lines. So the lock on the chain, which every other
    writer waits for, is the last lock that a transaction takes.
    """

    def __init__(self, connection: AsyncConnection, linking: Linking | None = None) -> None:
        self._connection = connection
        self._linking = linking
        self._appended: list[Event] = []
        self._written: Written | None = None

    async def append(self, event: Event) -> None:
        """Add one line."""
        self._appended.append(event)

    async def of(self, request_id: UUID) -> Sequence[Event]:
        """The lines about a request, in order. Kinds that only a later release knows are NOT_KNOWN."""
        await self.write()
        rows = await self._connection.execute(_OF, {"request_id": request_id})
        return [value_of(Event, row, kind=kind_or(EventKind.NOT_KNOWN, row.kind)) for row in rows]

    async def write(self) -> None:
        """Write the appended lines."""
        appended, self._appended = self._appended, []
        if appended and self._linking is not None:
            self._written = await self._connection.run_sync(self._linking.write, appended)
        elif appended:
            for event in appended:
                await self._connection.execute(sa.insert(_EVENT), {**event_columns(event), "mac": None})

    def committed(self) -> None:
        """Note that what was written is committed."""
        if self._linking is not None:
            self._linking.committed(self._written)
