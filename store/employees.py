"""The repository of the employee index behind the typeahead."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.employee_entry import EmployeeEntry
from benefits.ids import EmployeeId, EmployerId
from store import flat_mapping
from store.dialects import insert
from store.search_text import ESCAPE, LONGEST_TEXT, escaped, normalized
from store.tables import EmployeeRow

MOST_FOUND = 100
"""Options in a Slack select."""

FACTS = attrgetter("id", "member_id", "name", "email", "employer_id", "employer_name", "active")
"""What is compared: plain tuples, since objects for 20,000 rows take a second."""

BATCH = 500
"""Rows written at a time, so that other tasks of the process get their turn in between."""


class SqlEmployees:
    """`approvals.repositories.Employees` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def replace(self, employer_id: EmployerId, entries: Sequence[EmployeeEntry]) -> None:
        """Make the index of one employer exactly these entries; of entries with the same id the last counts.

        Writes what has changed, which is little: while it writes to SQLite, no click can. An employee who came from
        another employer is taken from there.
        """
        stored = await self._facts_of(employer_id)
        wanted = {entry.id: entry for entry in entries}
        for gone in _batches(sorted(stored.keys() - wanted.keys())):
            await self._session.exec(sa.delete(EmployeeRow).where(col(EmployeeRow.id).in_(gone)))
        for changed in _batches(sorted(key for key, entry in wanted.items() if stored.get(key) != FACTS(entry))):
            await self._write([wanted[key] for key in changed])

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

    async def email_of(self, employee_id: EmployeeId) -> str | None:
        """An employee's e-mail address; None where there is none, or no such employee in the index."""
        return (await self._session.exec(select(EmployeeRow.email).where(col(EmployeeRow.id) == employee_id))).first()

    async def is_empty(self) -> bool:
        """Whether nothing was ever indexed."""
        return (await self._session.exec(select(EmployeeRow.id).limit(1))).first() is None

    async def _facts_of(self, employer_id: EmployerId) -> dict[EmployeeId, tuple[object, ...]]:
        connection = await self._session.connection()
        rows = await connection.execute(
            sa.select(*FACTS(EmployeeRow)).where(col(EmployeeRow.employer_id) == employer_id)
        )
        return {row.id: tuple(row) for row in rows}

    async def _write(self, entries: Sequence[EmployeeEntry]) -> None:
        statement = insert(self._session, EmployeeRow)
        written = {name: statement.excluded[name] for name in EmployeeRow.model_fields if name != "id"}
        await self._session.exec(
            statement.on_conflict_do_update(index_elements=["id"], set_=written),
            params=[flat_mapping.employee_columns(entry) for entry in entries],
        )


def _batches(ids: Sequence[EmployeeId]) -> Iterator[Sequence[EmployeeId]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


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
