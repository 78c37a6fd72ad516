"""Every repository of a unit of work, each named once."""

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.ports.card_storage import Cards, Leases
from approvals.ports.event_record_storage import EventRecords
from approvals.ports.index_storage import Employees, IndexRows, Refreshes
from approvals.ports.people_storage import Absences, Digests, Homes, Overviews
from approvals.ports.request_storage import Attempts, Events, Remarks, Requests
from approvals.ports.search_storage import Histories
from store.audit.linking import Linking
from store.repositories.absences import SqlAbsences
from store.repositories.attempts import SqlAttempts
from store.repositories.cards import SqlCards
from store.repositories.digests import SqlDigests
from store.repositories.employees import SqlEmployees
from store.repositories.event_records import SqlEventRecords
from store.repositories.events import SqlEvents
from store.repositories.histories import SqlHistories
from store.repositories.homes import SqlHomes
from store.repositories.index_rows import SqlIndexRows
from store.repositories.leases import SqlLeases
from store.repositories.overviews import SqlOverviews
from store.repositories.refreshes import SqlRefreshes
from store.repositories.remarks import SqlRemarks
from store.repositories.requests import SqlRequests

Made = TypeVar("Made")


class OnDemand(Generic[Made]):
    """An attribute that is made when it is first asked for, and kept: `functools.cached_property` in one typed line."""

    def __init__(self, make: Callable[["Repositories"], Made]) -> None:
        self._make = make

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, unit: "Repositories", _owner: type) -> Made:
        made = vars(unit)[self._name] = self._make(unit)
        return made


class Repositories:
    """The repositories over one connection; a transaction needs two or three of them.

    `locking`: what is read in order to be changed stays locked until the transaction ends. Without `linking`, lines of
    the audit get no chain value.
    """

    def __init__(self, connection: AsyncConnection, *, locking: bool, linking: Linking | None = None) -> None:
        self.connection = connection
        self.locking = locking
        self.linking = linking

    session = OnDemand(lambda unit: _session(unit.connection))
    audit = OnDemand(lambda unit: SqlEvents(unit.connection, unit.linking))

    requests = OnDemand[Requests](lambda unit: SqlRequests(unit.connection, locking=unit.locking))
    attempts = OnDemand[Attempts](lambda unit: SqlAttempts(unit.connection, locking=unit.locking))
    cards = OnDemand[Cards](lambda unit: SqlCards(unit.connection))
    events = OnDemand[Events](lambda unit: unit.audit)
    event_records = OnDemand[EventRecords](lambda unit: SqlEventRecords(unit.connection, locking=unit.locking))
    remarks = OnDemand[Remarks](lambda unit: SqlRemarks(unit.connection))
    digests = OnDemand[Digests](lambda unit: SqlDigests(unit.session))
    absences = OnDemand[Absences](lambda unit: SqlAbsences(unit.session))
    overviews = OnDemand[Overviews](lambda unit: SqlOverviews(unit.session, unit.connection))
    histories = OnDemand[Histories](lambda unit: SqlHistories(unit.session, unit.connection))
    homes = OnDemand[Homes](lambda unit: SqlHomes(unit.session))
    employees = OnDemand[Employees](lambda unit: SqlEmployees(unit.session))
    index = OnDemand[IndexRows](lambda unit: SqlIndexRows(unit.session))
    refreshes = OnDemand[Refreshes](lambda unit: SqlRefreshes(unit.session))
    leases = OnDemand[Leases](lambda unit: SqlLeases(unit.session))


def _session(connection: AsyncConnection) -> AsyncSession:
    """A session in the transaction of a connection, which it does not end."""
    return AsyncSession(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
