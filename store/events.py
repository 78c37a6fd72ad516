"""The repository of the audit: append and read. Triggers in the database refuse the rest."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.event import Event
from store import flat_mapping
from store.tables import EventRow


class SqlEvents:
    """`approvals.ports.Events` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def append(self, event: Event) -> None:
        """Add one line."""
        await self._session.exec(sa.insert(EventRow).values(flat_mapping.event_columns(event)))

    async def of(self, request_id: UUID) -> Sequence[Event]:
        """The lines about a request, in order."""
        statement = select(EventRow).where(col(EventRow.request_id) == request_id).order_by(col(EventRow.seq))
        return [flat_mapping.event_value(row) for row in await self._session.exec(statement)]
