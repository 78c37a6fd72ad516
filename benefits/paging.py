"""Lists that come in pages, from servers with and without a `pagination` object.

`page` counts from 1 and `limit` is at most 100, but a server may send fewer records, or ignore both. So a list ends at
`total_pages`; without that number, at a page that is empty or has nothing new.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Generic, Self, TypeVar

import structlog
from pydantic_core import to_json

from benefits.answers import parsed
from benefits.errors import NotFound, UnreadableAnswer
from benefits.ids import looks_like_id
from benefits.models import Identified

LIMIT = 100

MOST_LOGGED = 20
"""How many unreadable records of a page are logged one by one."""

Item = TypeVar("Item", bound=Identified)
Row = Any
Belongs = Callable[[Any], bool]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Listed(Generic[Item]):
    """The readable part of a list.

    `unreadable` has an entry for each record that was left out: its id, or "" if even the id is unreadable. `fields`
    has the names of the fields that made them unreadable.
    """

    records: tuple[Item, ...] = ()
    unreadable: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @classmethod
    def together(cls, pages: Sequence["Listed[Item]"]) -> Self:
        """All pages of a list as one list."""
        return cls(
            tuple(record for page in pages for record in page.records),
            tuple(record_id for page in pages for record_id in page.unreadable),
            tuple(sorted({name for page in pages for name in page.fields})),
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all records, including unreadable records that have an id."""
        return (*(record.id for record in self.records), *filter(None, self.unreadable))

    @property
    def is_whole(self) -> bool:
        """Whether every record could be read."""
        return not self.unreadable


def everything(_record: object) -> bool:
    """A `belongs` that accepts every record."""
    return True


@dataclass(slots=True)
class Pages(Generic[Item]):
    """The pages of a list, each without the records that an earlier page already had.

    `fetch` returns the JSON of the page with a given number; `belongs` says whether a record was asked for. Iterating
    raises UnreadableAnswer and the errors of `fetch`; each page is read inside a `watched()` context. After an error
    the next step asks for the same page again, so that a long list can continue after a 429.
    """

    model: type[Item]
    fetch: Callable[[int], Awaitable[object]]
    belongs: Belongs = everything
    watched: Callable[[], AbstractContextManager[object]] = nullcontext
    _seen: set[str | bytes] = field(default_factory=set)
    _number: int = 0
    _has_ended: bool = False

    def __aiter__(self) -> AsyncIterator[Listed[Item]]:
        """The pages."""
        return self

    async def __anext__(self) -> Listed[Item]:
        """The next page."""
        if self._has_ended:
            raise StopAsyncIteration
        with self.watched():
            answer = await self._fetched()
            rows = {_key(row): row for row in _rows(answer)}
        fresh = [row for key, row in rows.items() if key not in self._seen]
        self._number += 1
        self._seen.update(rows)
        self._has_ended = not fresh or _is_last(answer, self._number, len(self._seen))
        if not fresh:
            raise StopAsyncIteration
        return _read_all(self.model, fresh, self.belongs)

    async def _fetched(self) -> object:
        """The JSON of the next page. A 404 after the first page means that the list has ended."""
        try:
            return await self.fetch(self._number + 1)
        except NotFound:
            if self._number == 0:
                raise
            return []


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """The first page of a list; `more` says that the server has more, or may have."""

    listed: Listed[Item]
    more: bool


def listed(model: type[Item], answer: object, belongs: Belongs = everything) -> Listed[Item]:
    """The records in one answer. Raises UnreadableAnswer if it is not a list."""
    return _read_all(model, list({_key(row): row for row in _rows(answer)}.values()), belongs)


def has_more(answer: object, limit: int) -> bool:
    """Whether there may be more records than a first page of at most `limit` has: if the server gives no number, a full
    page may not be all."""
    pagination = answer.get("pagination") if isinstance(answer, dict) else None
    total, has = _count(pagination.get("total")) if isinstance(pagination, dict) else 0, len(_rows(answer))
    return total > has if total else has >= limit


def _read_all(model: type[Item], rows: list[Row], belongs: Belongs) -> Listed[Item]:
    records: list[Item] = []
    unreadable: list[str] = []
    field_errors: set[str] = set()
    for row in rows:
        record, fields = _read(model, row, belongs)
        if record is not None:
            records.append(record)
            continue
        field_errors.update(fields)
        unreadable.append(record_id := _id(row) if looks_like_id(_id(row)) else "")
        if len(unreadable) <= MOST_LOGGED:
            log.warning("record_unreadable", what=model.__name__, record=record_id or None, fields=fields)
    if len(unreadable) > MOST_LOGGED:
        log.warning("records_unreadable", what=model.__name__, count=len(unreadable))
    return Listed(tuple(records), tuple(unreadable), tuple(sorted(field_errors)))


def _read(model: type[Item], row: Row, belongs: Belongs) -> tuple[Item | None, tuple[str, ...]]:
    """The record; or None and the names of the fields that make it unreadable."""
    try:
        record = parsed(model, row)
    except UnreadableAnswer as error:
        return None, error.fields
    return (record, ()) if belongs(record) else (None, ("owner",))


def _rows(answer: object) -> list[Row]:
    rows = answer.get("data", answer) if isinstance(answer, dict) else answer
    if rows is None and isinstance(answer, dict):
        return []
    if not isinstance(rows, list):
        raise UnreadableAnswer("The benefits API answered something that is not a list.")
    return rows


def _id(row: Row) -> str:
    record_id = row.get("id") if isinstance(row, dict) else None
    return record_id if isinstance(record_id, str) else ""


def _key(row: Row) -> str | bytes:
    """What identifies a record on several pages: its id, or all of its JSON if it has none."""
    return _id(row) or to_json(row)


def _is_last(answer: object, number: int, seen: int) -> bool:
    """Whether this was the last page by the server's page count, and its record count does not contradict that."""
    pagination = answer.get("pagination") if isinstance(answer, dict) else None
    if not isinstance(pagination, dict):
        return False
    pages, total = _count(pagination.get("total_pages")), _count(pagination.get("total"))
    return 0 < pages <= number and total <= seen


def _count(number: object) -> int:
    """A number of pages or records; 0 if the server gives none."""
    return number if isinstance(number, int) and not isinstance(number, bool) else 0
