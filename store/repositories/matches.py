"""The search for employees in SQL.

It reads `ix_bot_employee_found`, which has all that is searched in the order in which people are listed, and the rows
of the people who are shown. An index of trigrams would find rare names sooner. But PostgreSQL has it only as an
extension, SQLite keeps deleted text in it, and common names, which take longest here, take longer there.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col

from approvals.model.routing import EmployerScope
from store.search_text import ESCAPE, escaped
from store.tables import EmployeeRow

FEW = 1_000
"""So many matches are sorted by rank. Of more, each rank is looked for by itself, until there are enough."""

SEARCHED: Any = EmployeeRow.search
ACTIVE: Any = EmployeeRow.active
"""Any: what SQLAlchemy says of their types does not fit into conditions."""

LAST = "\U0010ffff"
"""The last character that there is: no name has it."""

Condition = sa.ColumnElement[bool]


class Wanted(NamedTuple):
    """What is looked for: a text as `normalized` makes it, or one of these ids, at some employers."""

    phrase: str
    ids: Sequence[str]
    scope: EmployerScope

    @property
    def fits(self) -> Condition:
        """Every word of the text, or the id."""
        words = self.phrase.split()
        has_every_word = sa.and_(sa.true(), *(_like(f"%{escaped(word)}%") for word in words))
        return sa.or_(has_every_word, col(EmployeeRow.id).in_(self.ids)) if self.ids else has_every_word

    @property
    def begins(self) -> Condition:
        """The name begins with the text."""
        return _like(f"{escaped(self.phrase)}%")

    @property
    def word_begins(self) -> Condition:
        """A word begins with the text."""
        return _like(f"% {escaped(self.phrase)}%")


def few(wanted: Wanted, most: int) -> sa.Select[Any]:
    """The first employees, each with the number of all that fit. It is right if that is at most FEW: more are not
    read."""
    rank = sa.case((wanted.begins, 0), (wanted.word_begins, 1), else_=2)
    found = _matches(wanted, rank, wanted.fits).limit(FEW + 1).subquery()
    return _shown(found, most)


def first_of_many(wanted: Wanted, most: int) -> sa.Select[Any]:
    """The same for any number of them; the number is left out. The database stops when it has enough."""
    begins, word_begins = wanted.begins, wanted.word_begins
    ranks = (
        _matches(wanted, sa.literal_column("0"), begins, *_range(wanted.phrase)),
        _matches(wanted, sa.literal_column("1"), word_begins, ~begins),
        _matches(wanted, sa.literal_column("2"), wanted.fits, ~begins, ~word_begins),
    )
    parts = (
        sa.select(rank.where(ACTIVE.is_(is_active)).order_by(SEARCHED, col(EmployeeRow.id)).limit(most).subquery())
        for is_active in (True, False)
        for rank in ranks
    )
    return _shown(sa.union_all(*parts).limit(most).subquery(), most)


def _matches(wanted: Wanted, rank: sa.ColumnElement[int], *conditions: Condition) -> sa.Select[Any]:
    columns = col(EmployeeRow.id), ACTIVE.label("active"), rank.label("rank"), SEARCHED.label("search")
    return sa.select(*columns).where(*conditions, *_within(wanted.scope))


def _shown(found: sa.Subquery, most: int) -> sa.Select[Any]:
    """The rows of the first that were found. `total` is how many were."""
    order = found.c.active.desc(), found.c.rank, found.c.search, found.c.id
    first = sa.select(found, sa.func.count().over().label("total")).order_by(*order).limit(most).subquery()
    again = first.c.active.desc(), first.c.rank, first.c.search, first.c.id
    return sa.select(EmployeeRow, first.c.total).join(first, first.c.id == col(EmployeeRow.id)).order_by(*again)


def _range(phrase: str) -> Sequence[Condition]:
    """Between `phrase` and the last text that begins with it, in the order of the index; none for no phrase."""
    text = SEARCHED
    return (text >= phrase, text < phrase + LAST) if phrase else ()


def _within(scope: EmployerScope) -> Sequence[Condition]:
    """The condition that leaves other employers' employees out; none where there are no others."""
    if scope.is_everything:
        return ()
    employer = col(EmployeeRow.employer_id)
    return (employer.not_in(scope.besides) if scope.only is None else employer.in_(scope.only),)


def _like(pattern: str) -> Condition:
    return SEARCHED.like(pattern, escape=ESCAPE)  # type: ignore[no-any-return]
