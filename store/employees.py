"""The repository of the employee index behind the typeahead."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.employee_entry import EmployeeEntry
from benefits.ids import EmployerId
from store import flat_mapping
from store.dialects import insert
from store.search_text import ESCAPE, LONGEST_TEXT, escaped, normalized
from store.tables import EmployeeRow

MOST_FOUND = 100
"""Options in a Slack select."""


class SqlEmployees:
    """`approvals.ports.Employees` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def replace(self, employer_id: EmployerId, entries: Sequence[EmployeeEntry]) -> None:
        """Make the index of one employer exactly these entries; of entries with the same id the last counts.

        An employee who came from another employer is taken from there.
        """
        await self._session.exec(sa.delete(EmployeeRow).where(col(EmployeeRow.employer_id) == employer_id))
        by_id = {entry.id: flat_mapping.employee_columns(entry) for entry in entries}
        if by_id:
            statement = insert(self._session, EmployeeRow)
            written = {name: statement.excluded[name] for name in EmployeeRow.model_fields if name != "id"}
            await self._session.exec(
                statement.on_conflict_do_update(index_elements=["id"], set_=written),
                params=[by_id[employee_id] for employee_id in sorted(by_id)],
            )

    async def keep_only(self, employer_ids: Sequence[EmployerId]) -> None:
        """Drop the entries of every other employer."""
        await self._session.exec(sa.delete(EmployeeRow).where(col(EmployeeRow.employer_id).not_in(employer_ids)))

    async def search(self, text: str, limit: int) -> Sequence[EmployeeEntry]:
        """Active employees whose name and e-mail have every word of `text`, or whose id it is.

        Names that begin with `text` come first, then those of which a word does, then the rest; at most 100.
        """
        phrase = normalized(text[:LONGEST_TEXT])
        has_every_word = sa.and_(sa.true(), *(_like(f"%{escaped(word)}%") for word in phrase.split()))
        statement = (
            select(EmployeeRow)
            .where(col(EmployeeRow.active), sa.or_(has_every_word, _has_id(text.strip())))
            .order_by(_rank(phrase), col(EmployeeRow.search), col(EmployeeRow.id))
            .limit(min(limit, MOST_FOUND))
        )
        rows = await self._session.exec(statement.execution_options(populate_existing=True))
        return [flat_mapping.employee_value(row) for row in rows]

    async def is_empty(self) -> bool:
        """Whether nothing was ever indexed."""
        return (await self._session.exec(select(EmployeeRow.id).limit(1))).first() is None


def _rank(phrase: str) -> sa.ColumnElement[int]:
    name_begins = _like(f"{escaped(phrase)}%")
    word_begins = _like(f"% {escaped(phrase)}%")
    return sa.case((name_begins, 0), (word_begins, 1), else_=2)


def _like(pattern: str) -> sa.ColumnElement[bool]:
    return col(EmployeeRow.search).like(pattern, escape=ESCAPE)


def _has_id(pasted: str) -> sa.ColumnElement[bool]:
    if not (pasted.isascii() and pasted.isprintable()):
        return sa.false()  # no id, and perhaps nothing that a database takes for text
    return sa.or_(col(EmployeeRow.id) == pasted, col(EmployeeRow.member_id) == pasted)
