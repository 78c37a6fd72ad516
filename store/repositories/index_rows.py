"""The repository that brings the employee index in line with the API, a few rows at a time."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.employee_entry import EmployeeEntry
from approvals.model.status import OPEN
from approvals.ports.index_storage import IndexedRow
from benefits.ids import EmployeeId, EmployerId
from store.dialects import insert
from store.mapping import employee_columns, value_of
from store.tables import EmployeeRow, RequestRow

HAS_OPEN_REQUEST = col(EmployeeRow.id).in_(select(col(RequestRow.employee_id)).where(col(RequestRow.status).in_(OPEN)))


class SqlIndexRows:
    """`approvals.ports.index_storage.IndexRows` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def known(self, ids: Collection[EmployeeId]) -> Mapping[EmployeeId, EmployeeEntry]:
        """The rows of these employees, by id; employees without a row are left out."""
        rows = await self._session.exec(select(EmployeeRow).where(col(EmployeeRow.id).in_(ids)))
        return {EmployeeId(row.id): value_of(EmployeeEntry, row) for row in rows}

    async def write(self, entries: Sequence[EmployeeEntry]) -> None:
        """Add or replace the rows of these employees."""
        statement = insert(self._session, EmployeeRow)
        written = {name: statement.excluded[name] for name in EmployeeRow.model_fields if name != "id"}
        await self._session.exec(
            statement.on_conflict_do_update(index_elements=["id"], set_=written),
            params=[employee_columns(entry) for entry in entries],
        )

    async def has_any_of(self, employer_id: EmployerId) -> bool:
        """Whether there is a row of this employer."""
        statement = select(EmployeeRow.id).where(col(EmployeeRow.employer_id) == employer_id).limit(1)
        return (await self._session.exec(statement)).first() is not None

    async def after(self, employee_id: str, limit: int) -> Sequence[IndexedRow]:
        """The next rows in the database's own order of ids; "" is before the first."""
        rows = await self._session.exec(
            select(col(EmployeeRow.id), col(EmployeeRow.employer_id), col(EmployeeRow.missed))
            .where(col(EmployeeRow.id) > employee_id)
            .order_by(col(EmployeeRow.id))
            .limit(limit)
        )
        return [IndexedRow(EmployeeId(row_id), EmployerId(employer), missed) for row_id, employer, missed in rows]

    async def mark_missed(self, ids: Collection[EmployeeId]) -> None:
        """Count one more refresh that did not list these employees."""
        await self._set_missed(ids, col(EmployeeRow.missed) + 1)

    async def mark_seen(self, ids: Collection[EmployeeId]) -> None:
        """Set the count of missed refreshes of these employees back to 0."""
        await self._set_missed(ids, sa.literal(0))

    async def drop(self, ids: Collection[EmployeeId]) -> None:
        """Remove these rows, except those of employees with an open request."""
        if ids:
            await self._session.exec(sa.delete(EmployeeRow).where(col(EmployeeRow.id).in_(ids), ~HAS_OPEN_REQUEST))

    async def drop_without_request(self) -> None:
        """Remove the rows of all employees without an open request."""
        await self._session.exec(sa.delete(EmployeeRow).where(~HAS_OPEN_REQUEST))

    async def _set_missed(self, ids: Collection[EmployeeId], missed: sa.ColumnElement[int]) -> None:
        if ids:
            await self._session.exec(sa.update(EmployeeRow).where(col(EmployeeRow.id).in_(ids)).values(missed=missed))
