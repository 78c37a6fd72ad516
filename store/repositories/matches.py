"""The search for employees in SQL.

SQLite reads `ix_bot_employee_found`, which has all that is searched in the order in which people are listed, and the
rows of the people who are shown. PostgreSQL first looks for parts of the words in an index (`store.search_parts`), and
reads only the rows that have them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from approvals.model.routing import EmployerScope
from store.columns import table_of
from store.search_parts import has_parts, parts_of
from store.search_text import ESCAPE, escaped
from store.tables import EmployeeRow

FEW = 1_000
"""So many matches are sorted by rank. Of more, each rank is looked for by itself, until there are enough."""

LAST = "\U0010ffff"
"""The last character that there is: no name has it."""

Condition = sa.ColumnElement[bool]

_EMPLOYEE = table_of(EmployeeRow)
_ID, _ACTIVE, _SEARCHED = _EMPLOYEE.c.id, _EMPLOYEE.c.active, _EMPLOYEE.c.search
_MOST = sa.bindparam("most", type_=sa.Integer)


class Form(NamedTuple):
    """What searches have in common that take the same statement. It is made once: that takes as long as a search."""

    words: int
    has_ids: bool
    scope: Literal["all", "only", "besides"]
    by_parts: bool
    indexed: bool

    @property
    def fits(self) -> Condition:
        """Every word of the text, or the id."""
        has_every_word = sa.and_(sa.true(), *(_like(f"word_{number}") for number in range(self.words)))
        return sa.or_(has_every_word, _ID.in_(sa.bindparam("ids", expanding=True))) if self.has_ids else has_every_word

    @property
    def has_parts(self) -> Condition:
        """What those who fit have in the index of parts."""
        if not self.by_parts:
            return sa.true()
        parts = has_parts(_SEARCHED, "parts")
        return sa.or_(parts, _ID.in_(sa.bindparam("ids", expanding=True))) if self.has_ids else parts

    @property
    def who_is_active(self) -> Condition:
        """Who has not left. SQLite walks over all of them, a seventh faster to the end of an index than to that of a
        value. PostgreSQL would take them for few."""
        return _ACTIVE.is_(True) if self.indexed else _ACTIVE.bool_op(">")(sa.false())

    @property
    def within(self) -> Condition:
        """The condition that leaves other employers' employees out."""
        named = _EMPLOYEE.c.employer_id.in_(sa.bindparam("employers", expanding=True))
        return sa.true() if self.scope == "all" else named if self.scope == "only" else ~named


@dataclass(frozen=True)
class Wanted:
    """What is looked for: a text as `normalized` makes it, or one of these ids, at some employers. `indexed` says
    whether the database has the index of parts."""

    phrase: str
    ids: Sequence[str]
    scope: EmployerScope
    indexed: bool

    @property
    def form(self) -> Form:
        """Its form."""
        scope: Any = "all" if self.scope.is_everything else "besides" if self.scope.only is None else "only"
        by_parts = self.indexed and bool(self._parts)
        return Form(len(self.phrase.split()), bool(self.ids), scope, by_parts, self.indexed)

    def values(self, most: int) -> Mapping[str, Any]:
        """The parameters of its statement, for at most so many employees."""
        phrase, scope = escaped(self.phrase), self.scope
        return {
            "most": most,
            "ids": self.ids,
            "employers": sorted(scope.besides if scope.only is None else scope.only),
            "begins": f"{phrase}%",
            "word_begins": f"% {phrase}%",
            "from": self.phrase,
            "to": self.phrase + LAST,
            "parts": self._parts,
            "beginning_parts": parts_of(f" {self.phrase}"),
            **{f"word_{number}": f"%{escaped(word)}%" for number, word in enumerate(self.phrase.split())},
        }

    @property
    def _parts(self) -> Sequence[int]:
        return [part for word in self.phrase.split() for part in parts_of(word)]


@cache
def few(form: Form) -> sa.Select[Any]:
    """The first employees, each with the number of all that fit. If those are more than FEW, it is one employee, who
    need not be the first: the rest are not read."""
    rank = sa.case((_like("begins"), 0), (_like("word_begins"), 1), else_=2)
    found = _matches(form, rank, form.has_parts, form.fits).limit(sa.literal_column(str(FEW + 1))).cte()
    total = sa.select(sa.func.count()).select_from(found).scalar_subquery()
    most = sa.case((total > sa.literal_column(str(FEW)), 1), else_=_MOST)
    return _shown(sa.select(found, total.label("total")).order_by(*_order(found)).limit(most).subquery())


@cache
def first_of_many(form: Form) -> sa.Select[Any]:
    """The same for any number of them; the number is left out. The database stops when it has enough."""
    begins, word_begins = _like("begins"), _like("word_begins")
    if form.by_parts:
        word_begins &= has_parts(_SEARCHED, "beginning_parts")
    between = (sa.bindparam("from") <= _SEARCHED, sa.bindparam("to") > _SEARCHED) if form.words else ()
    parts = (
        _matches(form, sa.literal_column(rank), is_active, *conditions)
        for active, walked in ((_ACTIVE.is_(True), form.who_is_active), (_ACTIVE.is_(False), _ACTIVE.is_(False)))
        for rank, is_active, conditions in (
            ("0", active, (begins, *between)),
            ("1", walked, (word_begins, ~begins)),
            ("2", walked, (form.fits, ~begins, ~_like("word_begins"))),
        )
    )
    firsts = (sa.select(part.order_by(_ACTIVE, _SEARCHED, _ID).limit(_MOST).subquery()) for part in parts)
    return _shown(sa.union_all(*firsts).limit(_MOST).subquery())


def _matches(form: Form, rank: sa.ColumnElement[int], *conditions: Condition) -> sa.Select[Any]:
    return sa.select(_ID, _ACTIVE, rank.label("rank"), _SEARCHED).where(*conditions, form.within)


def _shown(first: sa.Subquery) -> sa.Select[Any]:
    """The rows of the employees who are shown."""
    total = [first.c.total] if "total" in first.c else []
    return sa.select(_EMPLOYEE, *total).join(first, first.c.id == _ID).order_by(*_order(first))


def _order(found: sa.FromClause) -> Sequence[sa.ColumnElement[Any]]:
    return found.c.active.desc(), found.c.rank, found.c.search, found.c.id


def _like(name: str) -> Condition:
    """Whether the text is like the parameter of this name."""
    return _SEARCHED.like(sa.bindparam(name, type_=sa.String), escape=ESCAPE)
