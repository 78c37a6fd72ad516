"""The decisions on a request, which are read and written only together with it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.model.request import Decision, ReissueRequest
from store.columns import table_of
from store.dialects import for_each
from store.mapping import Stored, columns_of, value_of
from store.tables import DecisionRow, RequestRow

KEY = ("request_id", "revision", "approver")


_DECISION, _REQUEST = table_of(DecisionRow), table_of(RequestRow)
_WRITE = for_each(
    lambda insert: (written := insert(_DECISION)).on_conflict_do_update(
        index_elements=KEY,
        set_={
            name: written.excluded[name] for name in (column.name for column in _DECISION.c) if name not in ("id", *KEY)
        },
    )
)
_OF = sa.select(_DECISION).where(_DECISION.c.request_id == sa.bindparam("request_id")).order_by(_DECISION.c.id)


class SqlDecisions:
    """The rows of `bot_decision`: for each approver and revision, the latest decision."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._known: dict[UUID, Sequence[Stored]] = {}

    async def rows(self, request_id: UUID) -> Sequence[Stored]:
        """The decisions on a request, oldest first."""
        found = self._known[request_id] = (await self._connection.execute(_OF, {"request_id": request_id})).all()
        return found

    async def rows_of(self, which: sa.ColumnElement[bool]) -> Mapping[UUID, Sequence[Stored]]:
        """The decisions on some requests, by request, oldest first."""
        ids = sa.select(_REQUEST.c.id).where(which)
        found: dict[UUID, list[Stored]] = {}
        statement = sa.select(_DECISION).where(_DECISION.c.request_id.in_(ids)).order_by(_DECISION.c.id)
        for row in await self._connection.execute(statement):
            found.setdefault(row.request_id, []).append(row)
        return found

    async def write(self, reissue_request: ReissueRequest) -> None:
        """Store the decisions that the database does not have yet. The request has just been given its next version, so
        no one else has changed them since they were read."""
        if not reissue_request.decisions:
            return
        known = self._known.get(reissue_request.id)
        rows = await self.rows(reissue_request.id) if known is None else known
        stored = {value_of(Decision, row) for row in rows}
        last_words = {(decision.revision, decision.approver): decision for decision in reissue_request.decisions}
        for decision in last_words.values():
            if decision in stored:
                continue
            columns = columns_of(decision, request_id=reissue_request.id)
            await self._connection.execute(_WRITE(self._connection.dialect.name), columns)
