"""The repository of the remarks on a request."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.remark import Remark, RemarkKind
from store.mapping import columns_of, kind_or, value_of
from store.tables import RemarkRow


class SqlRemarks:
    """`approvals.ports.storage.Remarks` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, request_id: UUID, remark: Remark) -> None:
        """Add a remark. The caller has read the request for writing, so no one else counts at the same time."""
        last = select(sa.func.max(RemarkRow.n)).where(col(RemarkRow.request_id) == request_id)
        n = ((await self._session.exec(last)).one() or 0) + 1
        await self._session.exec(sa.insert(RemarkRow).values(columns_of(remark, request_id=request_id, n=n)))

    async def remove(self, request_id: UUID) -> None:
        """Remove the remarks on a request."""
        await self._session.exec(sa.delete(RemarkRow).where(col(RemarkRow.request_id) == request_id))

    async def of(self, request_id: UUID) -> Sequence[Remark]:
        """The remarks on a request, first to last. Kinds that only a later release knows are NOT_KNOWN."""
        statement = select(RemarkRow).where(col(RemarkRow.request_id) == request_id).order_by(col(RemarkRow.n))
        rows = await self._session.exec(statement)
        return [value_of(Remark, row, kind=kind_or(RemarkKind.NOT_KNOWN, row.kind)) for row in rows]
