"""The repository of the employee index behind the typeahead."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.employee_entry import EmployeeEntry
from approvals.model.routing import EVERY_EMPLOYER, EmployerScope
from benefits.ids import EmployeeId, looks_like_id
from store.columns import table_of
from store.dialects import is_postgresql
from store.mapping import value_of
from store.repositories.matches import FEW, Wanted, few, first_of_many
from store.search_text import LONGEST_TEXT, normalized
from store.tables import EmployeeRow

MOST_FOUND = 100
"""Options in a Slack select."""

_EMPLOYEE = table_of(EmployeeRow)
_WITH_ID = sa.select(_EMPLOYEE.c.id).where(
    sa.or_(_EMPLOYEE.c.id == sa.bindparam("pasted"), _EMPLOYEE.c.member_id == sa.bindparam("pasted"))
)
_EMAILS = sa.select(_EMPLOYEE.c.id, _EMPLOYEE.c.email).where(_EMPLOYEE.c.id.in_(sa.bindparam("ids", expanding=True)))


class SqlEmployees:
    """`approvals.ports.index_storage.Employees` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def search(self, text: str, limit: int, scope: EmployerScope = EVERY_EMPLOYER) -> Sequence[EmployeeEntry]:
        """Employees of these employers whose name and e-mail contain every word of `text`, or whose id is `text`.

        Names that begin with `text` come first, then names with a word that does, then the rest; people who left come
        after everyone else. At most 100.
        """
        ids, most = await self._with_id(text.strip()), min(limit, MOST_FOUND)
        wanted = Wanted(normalized(text[:LONGEST_TEXT]), ids, scope, is_postgresql(self._session))
        form, values = wanted.form, wanted.values(most)
        rows = await self._rows(few(form), values)
        if rows and rows[0].total > FEW:
            rows = await self._rows(first_of_many(form), values)
        return [value_of(EmployeeEntry, row) for row in rows]

    async def emails_of(self, employee_ids: Collection[EmployeeId]) -> Mapping[EmployeeId, str]:
        """The e-mail addresses of employees, as far as the index has them."""
        rows = await self._rows(_EMAILS, {"ids": list(employee_ids)})
        return {EmployeeId(row.id): row.email for row in rows if row.email}

    async def is_empty(self) -> bool:
        """Whether the index has no employee."""
        return (await self._session.exec(select(EmployeeRow.id).limit(1))).first() is None

    async def _with_id(self, pasted: str) -> Sequence[str]:
        """The employees who have this id, or whose membership has it."""
        if not looks_like_id(pasted):
            return ()  # most texts are names, and some no database accepts
        return [row.id for row in await self._rows(_WITH_ID, {"pasted": pasted})]

    async def _rows(self, statement: sa.Select[Any], values: Mapping[str, Any]) -> Sequence[Any]:
        connection = await self._session.connection()
        rows: Sequence[Any] = (await connection.execute(statement, values)).all()
        return rows
