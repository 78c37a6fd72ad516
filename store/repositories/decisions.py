"""The decisions on a request, which are read and written only together with it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.request import Decision, ReissueRequest
from store.dialects import insert
from store.mapping import columns_of, value_of
from store.tables import DecisionRow, RequestRow

KEY = ("request_id", "revision", "approver")


class SqlDecisions:
    """The rows of `bot_decision`: for each approver and revision, the latest decision."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def rows(self, request_id: UUID) -> Sequence[DecisionRow]:
        """The decisions on a request, oldest first."""
        statement = select(DecisionRow).where(col(DecisionRow.request_id) == request_id).order_by(col(DecisionRow.id))
        return (await self._session.exec(statement.execution_options(populate_existing=True))).all()

    async def rows_of(self, which: sa.ColumnElement[bool]) -> Mapping[UUID, Sequence[DecisionRow]]:
        """The decisions on some requests, by request, oldest first."""
        ids = select(RequestRow.id).where(which)
        statement = select(DecisionRow).where(col(DecisionRow.request_id).in_(ids)).order_by(col(DecisionRow.id))
        found: dict[UUID, list[DecisionRow]] = {}
        for row in await self._session.exec(statement.execution_options(populate_existing=True)):
            found.setdefault(row.request_id, []).append(row)
        return found

    async def write(self, reissue_request: ReissueRequest) -> None:
        """Store the decisions that the database does not have yet."""
        stored = {value_of(Decision, row) for row in await self.rows(reissue_request.id)}
        last_words = {(decision.revision, decision.approver): decision for decision in reissue_request.decisions}
        for decision in last_words.values():
            if decision in stored:
                continue
            columns = columns_of(decision, request_id=reissue_request.id)
            await self._session.exec(
                insert(self._session, DecisionRow)
                .values(columns)
                .on_conflict_do_update(
                    index_elements=KEY,
                    set_={name: columns[name] for name in ("verdict", "ground", "reason", "void", "at")},
                )
            )
