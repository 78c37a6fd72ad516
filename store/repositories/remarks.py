"""The repository of the remarks on a request."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.model.remark import Remark, RemarkKind
from store.columns import table_of
from store.mapping import columns_of, kind_or, value_of
from store.tables import RemarkRow

_REMARK = table_of(RemarkRow)
_OF = sa.select(_REMARK).where(_REMARK.c.request_id == sa.bindparam("request_id")).order_by(_REMARK.c.n)


class SqlRemarks:
    """`approvals.ports.request_storage.Remarks` over a connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, request_id: UUID, remark: Remark) -> None:
        """Add a remark. The caller has read the request for writing, so no one else counts at the same time."""
        last = sa.select(sa.func.max(_REMARK.c.n)).where(_REMARK.c.request_id == request_id)
        n = ((await self._connection.execute(last)).scalar_one() or 0) + 1
        await self._connection.execute(sa.insert(_REMARK), columns_of(remark, request_id=request_id, n=n))

    async def remove(self, request_id: UUID) -> None:
        """Remove the remarks on a request."""
        await self._connection.execute(sa.delete(_REMARK).where(_REMARK.c.request_id == request_id))

    async def of(self, request_id: UUID) -> Sequence[Remark]:
        """The remarks on a request, first to last. Kinds that only a later release knows are NOT_KNOWN."""
        rows = await self._connection.execute(_OF, {"request_id": request_id})
        return [value_of(Remark, row, kind=kind_or(RemarkKind.NOT_KNOWN, row.kind)) for row in rows]
