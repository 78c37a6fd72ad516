"""Who is meant by a text that somebody types: employees out of the index, or as the server finds them."""

from dataclasses import dataclass
from typing import Protocol

from approvals.model.choices import Matches
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.routing import EmployerScope
from approvals.ports.storage import Store
from benefits.ids import EMPLOYEE_PREFIX, ENROLLMENT_PREFIX
from benefits.port import PeopleSearch

OPTIONS_LIMIT = 100
"""The most options that Slack accepts in one answer to a typeahead."""

LEAST = 3
"""Bytes (UTF-8) that a text must have before the server is asked: three letters, or one character of a Chinese name."""


class People(Protocol):
    """Finds employees by name or e-mail address."""

    async def find(self, text: str, within: float, scope: EmployerScope) -> Matches:
        """Employees of these employers, people who left last; `within` is the time limit in seconds.

        Raises BenefitsError, StoreUnavailable.
        """
        ...


@dataclass(frozen=True, eq=False, repr=False)
class IndexedPeople:
    """Out of the employee index, for servers without a text search."""

    store: Store

    async def find(self, text: str, _within: float, scope: EmployerScope) -> Matches:
        """Employees, at most as many as Slack shows."""
        async with self.store.reading() as work:
            return Matches(entries=await work.employees.search(text, OPTIONS_LIMIT, scope))


@dataclass(frozen=True, eq=False, repr=False)
class SearchedPeople:
    """As the server finds them: a line for each employment."""

    search: PeopleSearch

    async def find(self, text: str, within: float, scope: EmployerScope) -> Matches:
        """Employees, from the third character on; none by an id, which can be read without searching."""
        if text.startswith((EMPLOYEE_PREFIX, ENROLLMENT_PREFIX)):
            return Matches()
        if len(text.encode()) < LEAST:
            return Matches(too_short=True)
        found = await self.search.find_people(text, within=within)
        entries = [EmployeeEntry.of(employee) for employee in found.employees]
        entries = [entry for entry in entries if scope.has(entry.employer_id)]
        more = found.more or len(entries) > OPTIONS_LIMIT
        return Matches(entries=entries[:OPTIONS_LIMIT], more=more, left_out=found.left_out)
