"""The repository of the employee index behind the typeahead."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.employee_entry import EmployeeEntry
from approvals.model.routing import EVERY_EMPLOYER, EmployerScope
from benefits.ids import EmployeeId
from store.mapping import value_of
from store.search_text import ESCAPE, LONGEST_TEXT, escaped, normalized
from store.tables import EmployeeRow

MOST_FOUND = 100
"""Options in a Slack select."""


class SqlEmployees:
    """`approvals.ports.storage.Employees` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def search(self, text: str, limit: int, scope: EmployerScope = EVERY_EMPLOYER) -> Sequence[EmployeeEntry]:
        """Employees of these employers whose name and e-mail contain every word of `text`, or whose id is `text`.

        Names that begin with `text` come first, then names with a word that does, then the rest; people who left come
        after everyone else. At most 100.
        """
        phrase = normalized(text[:LONGEST_TEXT])
        has_every_word = sa.and_(sa.true(), *(_like(f"%{escaped(word)}%") for word in phrase.split()))
        statement = (
            select(EmployeeRow)
            .where(sa.or_(has_every_word, _has_id(text.strip())), *_within(scope))
            .order_by(col(EmployeeRow.active).desc(), _rank(phrase), col(EmployeeRow.search), col(EmployeeRow.id))
            .limit(min(limit, MOST_FOUND))
        )
        rows = await self._session.exec(statement.execution_options(populate_existing=True))
        return [value_of(EmployeeEntry, row) for row in rows]

    async def email_of(self, employee_id: EmployeeId) -> str | None:
        """An employee's e-mail address; None if it is not known, or the employee is not in the index."""
        return (await self._session.exec(select(EmployeeRow.email).where(col(EmployeeRow.id) == employee_id))).first()

    async def is_empty(self) -> bool:
        """Whether the index has no employee."""
        return (await self._session.exec(select(EmployeeRow.id).limit(1))).first() is None


def _rank(phrase: str) -> sa.ColumnElement[int]:
    name_begins = _like(f"{escaped(phrase)}%")
    word_begins = _like(f"% {escaped(phrase)}%")
    return sa.case((name_begins, 0), (word_begins, 1), else_=2)


def _within(scope: EmployerScope) -> Sequence[sa.ColumnElement[bool]]:
    """The condition that leaves other employers' employees out; none where there are no others."""
    if scope.is_everything:
        return ()
    employer = col(EmployeeRow.employer_id)
    return (employer.not_in(scope.besides) if scope.only is None else employer.in_(scope.only),)


def _like(pattern: str) -> sa.ColumnElement[bool]:
    return col(EmployeeRow.search).like(pattern, escape=ESCAPE)


def _has_id(pasted: str) -> sa.ColumnElement[bool]:
    if not (pasted.isascii() and pasted.isprintable()):
        return sa.false()  # not an id, and perhaps not a text that a database accepts
    return sa.or_(col(EmployeeRow.id) == pasted, col(EmployeeRow.member_id) == pasted)
