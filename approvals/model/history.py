"""A search through all requests that a person may see: what is looked for, and one page of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry, SectionPage
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.viewer import Viewer
from benefits.ids import EmployeeId

MOST_PEOPLE = 20
"""The most employees that one search may be about. A button that turns a page carries their ids (2,000 characters)."""

YEARS = range(2000, 2101)
"""The years of which requests can be."""

MONTHS_OF_A_YEAR = 12


class Month(NamedTuple):
    """A month of a year."""

    year: int
    month: int

    @property
    def checked(self) -> "Month":
        """The month, if requests can be of that time; raises ValueError."""
        if not (self.year in YEARS and 1 <= self.month <= MONTHS_OF_A_YEAR):
            raise ValueError("That is not a month in which there can be requests.")
        return self

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.month // MONTHS_OF_A_YEAR, self.month % MONTHS_OF_A_YEAR + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a person looks for: all that is given must fit; without anything it is every request that they may see.

    `name` is a part of the employee's name in any word order. A page after the first has `employees` in its place: the
    ids of those whom the name found. `month` is the month in which the request was submitted.
    """

    name: str = ""
    employees: tuple[EmployeeId, ...] = ()
    statuses: frozenset[RequestStatus] = frozenset()
    month: Month | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Criteria:
    """What the database looks for: `Wanted` with employees in place of a name, and the month as two instants (UTC).

    `employees` is None if the employee does not matter. Otherwise only requests are found that still have a name, and
    of which the reader may read all facts.
    """

    employees: tuple[EmployeeId, ...] | None = None
    statuses: frozenset[RequestStatus] = frozenset()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hits:
    """Some requests that fit, the newest first. `total` is the number of all of them."""

    requests: Sequence[ReissueRequest | NewerRequest] = ()
    total: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """One page of a search. `wanted` is what was looked for, with employees in place of a name.

    `too_many` says that the name fits more than MOST_PEOPLE employees, so that nothing was looked up. `is_whole` is
    False while requests of earlier releases cannot be found by name yet.
    """

    reader: Viewer
    wanted: Wanted
    page: SectionPage
    too_many: bool = False
    is_whole: bool = True

    @property
    def is_for_nobody(self) -> bool:
        """Whether the reader may not request or decide, and has no requests of that kind."""
        reader = self.reader
        return not (reader.may_request or reader.may_decide or reader.unchecked or self.page.total)

    @property
    def entries(self) -> Sequence[Entry | NewerRequest]:
        """What the page shows."""
        return self.page.entries
