"""Protocols for the database: what it stores, one transaction over it, and the factory of transactions."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from approvals.model.attempt import Attempt
from approvals.model.away import Absence
from approvals.model.digest import Pending
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import Event
from approvals.model.event_record import EventRecord
from approvals.model.fact import Fact
from approvals.model.home import Home
from approvals.model.newer import NewerRequest
from approvals.model.overview import SectionRows
from approvals.model.remark import Remark
from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.routing import EVERY_EMPLOYER, EmployerScope
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section, Viewer
from approvals.ports.card_storage import Cards, Leases
from approvals.ports.index_storage import IndexRows, Refreshes
from approvals.ports.search_storage import Histories
from benefits.ids import EmployeeId, EnrollmentId


class Requests(Protocol):
    """The requests, with their decisions.

    Where only a later release understands one, reading that one raises NewerRecord.
    """

    async def add(self, reissue_request: ReissueRequest) -> ReissueRequest:
        """Store a new request and give it its number (the one passed in is ignored).

        Raises OpenRequestExists if the enrollment has an open request.
        """
        ...

    async def get(self, request_id: UUID) -> ReissueRequest:
        """One request; raises UnknownRequest. In a writing unit of work its row stays locked until the end."""
        ...

    async def numbered(self, number: int) -> ReissueRequest | NewerRequest:
        """The request with this number; raises UnknownRequest."""
        ...

    async def by_submission_key(self, submission_key: str) -> ReissueRequest | None:
        """The request that an earlier delivery of the same submission made."""
        ...

    async def of_group(self, group_id: UUID) -> Sequence[ReissueRequest]:
        """The requests that were submitted together, by number; without those that only a later release understands."""
        ...

    async def open_for_enrollment(self, enrollment_id: EnrollmentId) -> ReissueRequest | None:
        """The open request for an enrollment, if there is one."""
        ...

    async def has_opened(self, enrollment_id: EnrollmentId) -> bool:
        """Whether one of the reissues opened this enrollment."""
        ...

    async def naming(self, enrollment_ids: Collection[EnrollmentId]) -> Sequence[ReissueRequest]:
        """The open requests for any of these enrollments, and those whose reissue opened one of them, by number."""
        ...

    async def closed_for(
        self, employee_id: EmployeeId, enrollment_ids: Collection[EnrollmentId]
    ) -> Sequence[ReissueRequest]:
        """The requests for any of these enrollments of an employee that were closed after an outcome, by number."""
        ...

    async def save(self, reissue_request: ReissueRequest, wake_at: datetime | None = None) -> None:
        """Store the next version and its new decisions; raises VersionConflict if it is not the next one. With
        `wake_at`, the sweep looks at it then."""
        ...

    async def is_at(self, request_id: UUID, version: int) -> bool:
        """Whether a request has this version; when writing, it stays so until the end of the transaction."""
        ...

    async def wake_at(self, request_id: UUID, version: int, at: datetime | None) -> None:
        """Have the sweep look at this version at `at`, or never; does nothing if the request has a newer version."""
        ...

    async def in_status(self, status: RequestStatus) -> Sequence[UUID]:
        """The requests in a status, by number."""
        ...

    async def closed_before(self, at: datetime, limit: int) -> Sequence[UUID]:
        """The requests closed before `at` (UTC) that still have names and free text, oldest first."""
        ...

    async def of_employee(self, employee_id: EmployeeId) -> Sequence[ReissueRequest]:
        """All requests about an employee, by number."""
        ...

    async def some(self, request_ids: Collection[UUID]) -> Sequence[ReissueRequest]:
        """Those of these requests that this release understands, by number."""
        ...

    async def wake_now(self, request_ids: Collection[UUID], now: datetime) -> None:
        """Have the sweep look now at requests that it would look at later; others do not change.

        The commit wakes the sweeps of other processes, if the database can do that.
        """
        ...

    async def wake_leased(self, now: datetime, lease: timedelta) -> None:
        """Have the sweep look now at requests that it would look at within `lease`: their drivers ended untold."""
        ...

    async def count_by_status(self) -> Mapping[RequestStatus, int]:
        """The number of requests in each status; statuses without requests are left out."""
        ...

    async def held_back(self) -> Mapping[ProblemCode, int]:
        """The number of approved requests on hold because the API refuses the bot, by its reason."""
        ...

    async def next_due(self, *, besides: Collection[UUID] = ()) -> datetime | None:
        """When the sweep has to look at the next request, which may be past; `besides` as in `claim_due`."""
        ...

    async def claim_due(
        self, now: datetime, lease: timedelta, limit: int, *, besides: Collection[UUID] = ()
    ) -> Sequence[UUID]:
        """The due requests `besides` some, postponed by `lease` so that only one caller gets each."""
        ...


class Attempts(Protocol):
    """The attempts of each request."""

    async def of(self, request_id: UUID) -> Sequence[Attempt]:
        """The attempts of a request, first to last."""
        ...

    async def last(self, request_id: UUID) -> Attempt | None:
        """The latest attempt of a request."""
        ...

    async def claim(self, attempt: Attempt) -> bool:
        """Write an attempt down; False if there is already one with this number."""
        ...

    async def finish(self, attempt: Attempt) -> bool:
        """Write the outcome down; False if it was no longer `sending`, or another driver's attempt has this number."""
        ...

    async def read_back(self, request_id: UUID, n: int, at: datetime) -> None:
        """Note when the API was last read to find out the outcome of an attempt."""
        ...

    async def rewrite(self, attempt: Attempt) -> None:
        """Overwrite the baseline, result and message of an attempt."""
        ...

    async def count_sending(self) -> int:
        """How many calls may be under way, in all replicas: attempts, and life events that are recorded.

        In a writing unit of work no other process counts until its end, so two claims cannot take the last free place.
        """
        ...


class Events(Protocol):
    """The audit: append and read, nothing else."""

    async def append(self, event: Event) -> None:
        """Add one line when the unit of work commits."""
        ...

    async def of(self, request_id: UUID) -> Sequence[Event]:
        """The lines about a request, in order."""
        ...


class EventRecords(Protocol):
    """The life events that requesters had the bot record."""

    async def add(self, record: EventRecord, next_at: datetime) -> EventRecord:
        """Store a new one. If the same submission stored one before, or one of the same member, kind and date is open,
        that one is returned."""
        ...

    async def get(self, record_id: UUID) -> EventRecord | None:
        """One of them. In a writing unit of work its row stays locked until the end."""
        ...

    async def by_submission_key(self, submission_key: str) -> EventRecord | None:
        """The one that an earlier delivery of the same submission made."""
        ...

    async def latest_like(self, record: EventRecord) -> EventRecord | None:
        """The latest of the same member, kind and date."""
        ...

    async def near(self, record: EventRecord, days: int) -> Sequence[EventRecord]:
        """Those of the same member and kind whose dates are at most so many days from its own, oldest first."""
        ...

    async def save(self, record: EventRecord) -> bool:
        """Store the next version; False if it is not the next one."""
        ...

    async def told(self, record_id: UUID, at: datetime) -> None:
        """Note that the requester knows the result; the name and the API's words are not needed any more."""
        ...

    async def wake_at(self, record_id: UUID, version: int, at: datetime | None) -> None:
        """Have the sweep look at this version at `at`, or never; does nothing if there is a newer version."""
        ...

    async def wake_now(self, record_ids: Collection[UUID], now: datetime) -> None:
        """Have the sweep look now at those that it would look at later."""
        ...

    async def wake_leased(self, now: datetime, lease: timedelta) -> None:
        """Have the sweep look now at those that it would look at within `lease`."""
        ...

    async def next_due(self) -> datetime | None:
        """When the sweep has to look at the next one, which may be past."""
        ...

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> Sequence[UUID]:
        """Those that are due, postponed by `lease` so that only one caller gets each."""
        ...

    async def unsettled(self) -> Sequence[EventRecord]:
        """Those that are open, or whose outcome is unknown, oldest first."""
        ...

    async def remove_settled(self, *, before: datetime | None = None, employee_id: EmployeeId | None = None) -> int:
        """Remove those whose result the requester knows: settled before a time, or of an employee. Returns how many."""
        ...

    async def open_of(self, employee_id: EmployeeId) -> Sequence[EventRecord]:
        """Those of an employee whose result is not known yet, or not to the requester."""
        ...


class Remarks(Protocol):
    """The remarks that people wrote about a request after it was submitted."""

    async def add(self, request_id: UUID, remark: Remark) -> None:
        """Add a remark to a request that this unit of work has read."""
        ...

    async def of(self, request_id: UUID) -> Sequence[Remark]:
        """The remarks on a request, first to last."""
        ...

    async def remove(self, request_id: UUID) -> None:
        """Remove the remarks on a request."""
        ...


class Digests(Protocol):
    """The days (by their own calendar) on which each approver was sent a digest."""

    async def pending(self) -> Sequence[Pending]:
        """Every request that waits for approvers."""
        ...

    async def approved(self) -> Mapping[str, Collection[int]]:
        """By approver, the numbers of those that they have approved already, as they are now."""
        ...

    async def claim(self, approver: str, day: date, at: datetime) -> bool:
        """Write down that an approver is sent a digest for a day; False if that was already written down."""
        ...

    async def release(self, approver: str, day: date) -> None:
        """Undo a claim whose digest was certainly not sent: it may be claimed again."""
        ...


class Absences(Protocol):
    """The approvers who said in Home that they are away, and those who missed a digest while they were."""

    async def of(self, user_ids: Collection[str]) -> Mapping[str, Absence]:
        """What is stored about these people, by user id."""
        ...

    async def note(self, user_id: str, until: date | None, at: datetime) -> None:
        """Note that a person said that they are away until the end of a day; None: that they are back."""
        ...

    async def missed(self, user_id: str, day: date, at: datetime) -> None:
        """Note that a person's digest was left out on a day."""
        ...

    async def caught_up(self, user_id: str) -> None:
        """Note that no digest is owed to a person any more."""
        ...


class Overviews(Protocol):
    """The requests in one reader's overview. Requests closed before `since` (UTC) are left out."""

    async def sections(
        self, reader: Viewer, since: datetime, pages: Mapping[Section, int], limit: int
    ) -> Mapping[Section, SectionRows]:
        """A page of each section with at most `limit` requests, the last one in place of one that is gone: waiting
        requests by deadline, closed ones by the time of closing, all others by number. Empty sections are left out."""
        ...

    async def numbered(self, reader: Viewer, number: int) -> ReissueRequest | NewerRequest | None:
        """The request with this number, if the reader made it or may read it; what this does and how long it takes
        does not depend on whether there is one that they may not read."""
        ...

    async def undeliverable(self, request_ids: Collection[UUID]) -> Collection[UUID]:
        """The requests about which Slack refused a message that it has not accepted since."""
        ...


class Homes(Protocol):
    """The Home tabs that people have opened. A tab is behind as soon as the audit has a line that it does not show."""

    async def opened(self, user_id: str, at: datetime, pages: Mapping[Section, int]) -> None:
        """Note that a person opened their tab at these pages: it must be drawn even if nothing has changed."""
        ...

    async def pages(self, user_id: str) -> Mapping[Section, int]:
        """The pages that a person has opened."""
        ...

    async def look_at_all(self, now: datetime) -> None:
        """Have every tab looked at: what people may see may have changed without an audit line."""
        ...

    async def are_due(self, now: datetime) -> bool:
        """Whether any tab is behind and may be drawn now."""
        ...

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Home]:
        """The tabs that are behind, postponed by `lease` so that only one caller gets each."""
        ...

    async def drop(self, home: Home) -> None:
        """Remove the note of a tab that shows nothing any more, unless it was opened since the claim."""
        ...

    async def drawn(self, home: Home, shown: str, at: datetime, quiet: timedelta, look_again: timedelta) -> None:
        """Note what Slack shows now. No change is drawn during `quiet`; after `look_again` the tab is checked anyway.

        Nothing is noted for a tab that was opened again since the claim, so it is drawn once more.
        """
        ...

    async def postponed(self, home: Home, at: datetime) -> None:
        """Note that a tab was not drawn, or perhaps not: it is tried again at `at`, and not before."""
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
