"""Finding people by text in connect-6: the directory of members, and the employments of each that it finds."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from anyascii import anyascii
from cachetools import TTLCache

from benefits import ids
from benefits.connect6.rows import Employment, MemberRow
from benefits.errors import BenefitsError, InvalidId, RateLimited, Unreachable
from benefits.ids import MemberId
from benefits.models import Employee, Identified
from benefits.paging import LIMIT, Listed, Page
from benefits.port import Found
from benefits.reading import ApiReader
from benefits.time_left import TimeLeft

MOST = 12
"""People whose employments one search reads."""

AT_ONCE = 4
"""Calls of all searches that are under way at the same time, so that typing does not use up the key's rate."""

REMEMBERED = 30.0
"""Seconds for which an answer is remembered: people type, correct themselves, and open the form again."""

KEPT = 500
"""Answers that are remembered at the same time."""


Row = TypeVar("Row", bound=Identified)


class People:
    """`benefits.port.PeopleSearch` over a reader. `now` is the clock by which answers are remembered."""

    def __init__(self, reader: ApiReader, now: Callable[[], datetime]) -> None:
        self._reader = reader
        self._places = asyncio.Semaphore(AT_ONCE)
        self._found: TTLCache[str, Found] = TTLCache(KEPT, REMEMBERED, timer=lambda: now().timestamp())

    async def find_people(self, text: str, *, within: float | None = None) -> Found:
        """Employees whose name, e-mail address or phone number has the text; people who left come last."""
        key = " ".join(text.casefold().split())
        if (remembered := self._found.get(key)) is not None:
            return remembered
        return await self._search(key, TimeLeft(within))

    async def some(self) -> Listed[MemberRow]:
        """The people on the first page of the directory, without those whose id is not told."""
        page = await self._reader.page(MemberRow, ids.path("v2", "members"), LIMIT)
        told = tuple(row for row in page.listed.records if row.id)
        return _checked(replace(page.listed, records=told), ids.member_id)

    async def employments(self, member_id: MemberId, left: TimeLeft | None = None) -> Listed[Employee]:
        """A person's employments, the ended ones too."""
        path, left = ids.path("v1", "members", ids.member_id(member_id), "employments"), left or TimeLeft(None)
        async with self._place(left):
            rows = _checked(await self._reader.unpaged(Employment, path, left.now), ids.employee_id)
        read = tuple(row.employee(member_id=member_id) for row in rows.records)
        return Listed(read, rows.unreadable, rows.fields)

    async def _search(self, text: str, left: TimeLeft) -> Found:
        rows, more = await self._members(text, left)
        members = [ids.member_id(row.id) for row in rows if is_id(ids.member_id, row.id)]
        reads = (self.employments(member, left) for member in members)
        read = await asyncio.gather(*reads, return_exceptions=True)
        lists = [one for one in read if isinstance(one, Listed)]
        people = sorted((employee for one in lists for employee in one.records), key=lambda one: not one.active)
        errors = [one for one in read if isinstance(one, BaseException)]
        for error in errors:
            if not isinstance(error, BenefitsError) or isinstance(error, RateLimited) or not people:
                raise error
        late = sum(isinstance(error, Unreachable) for error in errors)
        left_out = len(errors) - late + sum(len(one.unreadable) for one in lists)
        found = Found(employees=tuple(people), more=more or late > 0, left_out=left_out)
        if not errors:
            self._found[text] = found
        return found

    async def _members(self, text: str, left: TimeLeft) -> tuple[Sequence[MemberRow], bool]:
        """The people that a text finds, and whether there are more.

        The server compares letter by letter. If the whole text is nobody's, its longest word may be, and the others
        are looked for here: in any order, and without accents and hyphens.
        """
        page = await self._page(text, MOST, left)
        words = _folded(text)
        rows = page.listed.records
        if not rows and len(words) > 1:
            page = await self._page(max(_words(text) or [text], key=len), LIMIT, left)
            rows = tuple(row for row in page.listed.records if all(word in _said(row) for word in words))
        return rows[:MOST], page.more or len(rows) > MOST

    async def _page(self, search: str, limit: int, left: TimeLeft) -> Page[MemberRow]:
        path = ids.path("v2", "members")
        async with self._place(left):
            return await self._reader.page(MemberRow, path, limit, left.now, search=search)

    @asynccontextmanager
    async def _place(self, left: TimeLeft) -> AsyncIterator[None]:
        """One of the places for calls that are under way."""
        try:
            async with asyncio.timeout(left.now):
                await self._places.acquire()
        except TimeoutError as error:
            raise Unreachable("The benefits API did not answer in time.") from error
        try:
            yield
        finally:
            self._places.release()


def _folded(text: str) -> list[str]:
    """The words of a text without case, accents and marks."""
    return _words(anyascii(text).casefold())


def _words(text: str) -> list[str]:
    """The words of a text without the marks between them."""
    return "".join(each if each.isalnum() else " " for each in text).split()


def _said(row: MemberRow) -> str:
    return " ".join(_folded(f"{row.first_name} {row.last_name} {row.email or ''}"))


def _checked(rows: Listed[Row], check: Callable[[str], str]) -> Listed[Row]:
    """The rows whose id a check accepts; the others count as unreadable."""
    read = tuple(row for row in rows.records if is_id(check, row.id))
    odd = len(rows.records) - len(read)
    fields = {*rows.fields, "id"} if odd else rows.fields
    return Listed(read, (*rows.unreadable, *[""] * odd), tuple(sorted(fields)))


def is_id(check: Callable[[str], str], text: str) -> bool:
    """Whether a check accepts a text."""
    try:
        check(text)
    except InvalidId:
        return False
    return True
