"""Protocols for the employee index in the database: searched by people, and refreshed by the bot."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from approvals.model.employee_entry import EmployeeEntry
from approvals.model.index_report import IndexReport
from approvals.model.routing import EVERY_EMPLOYER, EmployerScope
from benefits.ids import EmployeeId, EmployerId


class IndexedRow(NamedTuple):
    """The part of an index line that decides whether the line stays. `missed`: see `EmployeeEntry`."""

    id: EmployeeId
    employer_id: EmployerId
    missed: int


class IndexRows(Protocol):
    """The lines of the index. Each call is about a few lines, so that no other writer waits for long."""

    async def known(self, ids: Collection[EmployeeId]) -> Mapping[EmployeeId, EmployeeEntry]:
        """The lines of these employees; those without a line are left out."""
        ...

    async def write(self, entries: Sequence[EmployeeEntry]) -> None:
        """Add or replace the lines of these employees."""
        ...

    async def has_any_of(self, employer_id: EmployerId) -> bool:
        """Whether the index has an employee of this employer."""
        ...

    async def after(self, employee_id: str, limit: int) -> Sequence[IndexedRow]:
        """The next lines after this id, in the index's own order; "" is before the first."""
        ...

    async def mark_missed(self, ids: Collection[EmployeeId]) -> None:
        """Count one more refresh that did not see these employees."""
        ...

    async def mark_seen(self, ids: Collection[EmployeeId]) -> None:
        """Set the count of these employees back to 0."""
        ...

    async def drop_without_request(self) -> None:
        """Remove the rows of all employees without an open request."""
        ...

    async def drop(self, ids: Collection[EmployeeId]) -> None:
        """Remove these lines, except for employees with an open request: their e-mail says who may not decide."""
        ...


class Refreshes(Protocol):
    """Who has the lease to refresh the index, when the next refresh is due, and what the last one found.

    Only one of all replicas has the lease, until it ends the lease or does not renew it in time.
    """

    async def report(self) -> IndexReport:
        """The report of the last refresh; an empty one before the first."""
        ...

    async def is_due(self, holder: str, now: datetime) -> bool:
        """Whether a refresh is due, and `holder` may take the lease."""
        ...

    async def claim(self, holder: str, now: datetime, until: datetime) -> bool:
        """Take the lease until `until`; False if no refresh is due or another replica has it."""
        ...

    async def renew(self, holder: str, until: datetime) -> bool:
        """Keep the lease until `until`; False if another replica has it.

        A writing unit of work keeps it until its own end.
        """
        ...

    async def tell(self, report: IndexReport) -> None:
        """Replace the report."""
        ...

    async def end(self, now: datetime, due: datetime) -> None:
        """End the lease; the next refresh is due at `due`."""
        ...

    async def hasten(self, now: datetime) -> None:
        """Make the next refresh due now."""
        ...


class Employees(Protocol):
    """The employee index behind the typeahead."""

    async def search(self, text: str, limit: int, scope: EmployerScope = EVERY_EMPLOYER) -> Sequence[EmployeeEntry]:
        """Employees of these employers whose name, e-mail or id has every word of `text`: names that begin with it come
        first, people who left come last."""
        ...

    async def emails_of(self, employee_ids: Collection[EmployeeId]) -> Mapping[EmployeeId, str]:
        """The e-mail addresses of employees, as far as the index has them."""
        ...

    async def is_empty(self) -> bool:
        """Whether the index has no employees."""
        ...
