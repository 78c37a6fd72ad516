"""The doors to what a refresh of the employee index reads and writes in the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from approvals.model.employee_entry import EmployeeEntry
from approvals.model.index_report import IndexReport
from benefits.ids import EmployeeId, EmployerId


class IndexedRow(NamedTuple):
    """A line of the index, as far as it takes to judge whether it stays. `missed`: see `EmployeeEntry`."""

    id: EmployeeId
    employer_id: EmployerId
    missed: int


class IndexRows(Protocol):
    """The lines of the index. Everything here is about few lines at a time, so that no other writer waits for long."""

    async def known(self, ids: Collection[EmployeeId]) -> Mapping[EmployeeId, EmployeeEntry]:
        """The lines of these employees, as far as there are any."""
        ...

    async def write(self, entries: Sequence[EmployeeEntry]) -> None:
        """Add or replace the lines of these employees."""
        ...

    async def has_any_of(self, employer_id: EmployerId) -> bool:
        """Whether there is a line of this employer."""
        ...

    async def after(self, employee_id: str, limit: int) -> Sequence[IndexedRow]:
        """The next lines, in an order of their own; "" is before the first."""
        ...

    async def mark_missed(self, ids: Collection[EmployeeId]) -> None:
        """Count one more refresh in which these were not seen."""
        ...

    async def mark_seen(self, ids: Collection[EmployeeId]) -> None:
        """Set the count of these back to 0."""
        ...

    async def drop(self, ids: Collection[EmployeeId]) -> None:
        """Remove these lines, except those of employees with an open request: their e-mail says who may not decide."""
        ...


class Refreshes(Protocol):
    """Whose turn it is to refresh the index, when the next refresh is due, and what the last one found.

    In all replicas together one has the turn, until it ends it or has not renewed it in time.
    """

    async def report(self) -> IndexReport:
        """What the last refresh found; an empty one before the first."""
        ...

    async def is_due(self, holder: str, now: datetime) -> bool:
        """Whether a refresh is due, and `holder` may have the turn."""
        ...

    async def claim(self, holder: str, now: datetime, until: datetime) -> bool:
        """Take the turn until then if a refresh is due and no other has it."""
        ...

    async def renew(self, holder: str, until: datetime) -> bool:
        """Keep the turn until then; False when another has it. In a writing unit of work it is ours until the end."""
        ...

    async def tell(self, report: IndexReport) -> None:
        """Replace the report."""
        ...

    async def end(self, now: datetime, due: datetime) -> None:
        """End the turn; the next refresh is due then."""
        ...

    async def hasten(self, now: datetime) -> None:
        """Make the next refresh due now."""
        ...
