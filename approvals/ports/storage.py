"""Protocols for the database: one transaction over all that it stores, and the factory of transactions."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from approvals.model.fact import Fact
from approvals.ports.card_storage import Cards, Leases
from approvals.ports.event_record_storage import EventRecords
from approvals.ports.index_storage import Employees, IndexRows, Refreshes
from approvals.ports.people_storage import Absences, Digests, Homes, Overviews
from approvals.ports.request_storage import Attempts, Events, Remarks, Requests
from approvals.ports.search_storage import Histories


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` rolls back."""

    requests: Requests
    attempts: Attempts
    cards: Cards
    events: Events
    event_records: EventRecords
    remarks: Remarks
    digests: Digests
    absences: Absences
    overviews: Overviews
    histories: Histories
    homes: Homes
    employees: Employees
    index: IndexRows
    refreshes: Refreshes
    leases: Leases

    def drive(self, request_id: UUID) -> None:
        """Start a driver for the request if, and only if, this transaction commits."""
        ...

    def tell(self, fact: Fact) -> None:
        """Tell the observer of this if, and only if, this transaction commits."""
        ...

    async def commit(self) -> None:
        """Commit the transaction. Raises StoreUnavailable."""
        ...


class Store(Protocol):
    """Makes units of work."""

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction that may write."""
        ...

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction that only reads, and never makes a writer wait."""
        ...

    async def purge(self) -> bool:
        """Take what was removed out of the database's files too, as far as the bot can do that.

        False if something is in the way, such as a long read: then it has to be tried again. Raises StoreUnavailable.
        """
        ...
