"""The doors to the database: what is kept, one transaction over it, and where transactions come from."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from approvals.model.attempt import Attempt
from approvals.model.card import Card
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import Event
from approvals.model.home import Home
from approvals.model.remark import Remark
from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section, Viewer
from approvals.ports.index_storage import IndexRows, Refreshes
from benefits.ids import EmployeeId, EnrollmentId


class Requests(Protocol):
    """The requests, with their decisions."""

    async def add(self, reissue_request: ReissueRequest) -> ReissueRequest:
        """Store a new request and give it its number (the one passed in is ignored).

        Raises OpenRequestExists when the enrollment has an open request.
        """
        ...

    async def get(self, request_id: UUID) -> ReissueRequest:
        """One request; raises UnknownRequest. In a writing unit of work its row stays locked until the end."""
        ...

    async def numbered(self, number: int) -> ReissueRequest:
        """The request with this number; raises UnknownRequest."""
        ...

    async def by_submission_key(self, submission_key: str) -> ReissueRequest | None:
        """The request an earlier delivery of the same submission made."""
        ...

    async def open_for_enrollment(self, enrollment_id: EnrollmentId) -> ReissueRequest | None:
        """The open request for an enrollment."""
        ...

    async def save(self, reissue_request: ReissueRequest) -> None:
        """Store the next version, with decisions that are new; raises VersionConflict when it is not the next one."""
        ...

    async def wake_at(self, request_id: UUID, version: int, at: datetime | None) -> None:
        """Have the sweep look at this version at `at`, or never; does nothing when the request has moved on."""
        ...

    async def in_status(self, status: RequestStatus) -> Sequence[UUID]:
        """The requests that stand there, by number."""
        ...

    async def closed_before(self, at: datetime, limit: int) -> Sequence[UUID]:
        """The requests closed before `at` (UTC) that still have names and free text, oldest first."""
        ...

    async def pending(self) -> Sequence[ReissueRequest]:
        """Every request that waits for approvers, by number."""
        ...

    async def wake_now(self, request_ids: Collection[UUID], now: datetime) -> None:
        """Have the sweep look at once at those it was to look at later, and not at the others."""
        ...

    async def count_by_status(self) -> Mapping[RequestStatus, int]:
        """How many requests there are in each status that has any."""
        ...

    async def held_back(self) -> Mapping[ProblemCode, int]:
        """How many approved requests are on hold because the API refuses the bot, by how it does."""
        ...

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> Sequence[UUID]:
        """The requests whose time has come, put off by `lease` so that only one caller gets each."""
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
        """Write an attempt down; False when there is one with this number already."""
        ...

    async def finish(self, attempt: Attempt) -> bool:
        """Write the outcome down; False when it no longer was `sending`, or when the number is another's attempt."""
        ...

    async def read_back(self, request_id: UUID, n: int, at: datetime) -> None:
        """Note when the API was last read to find out what became of an attempt."""
        ...

    async def rewrite(self, attempt: Attempt) -> None:
        """Write what the API held and said anew."""
        ...

    async def count_sending(self) -> int:
        """How many attempts may be under way, in all replicas.

        In a writing unit of work nobody else counts until its end, so that no two claims take the last free place.
        """
        ...


class Cards(Protocol):
    """Where each request is shown."""

    async def of(self, request_id: UUID) -> Sequence[Card]:
        """Every copy of a request."""
        ...

    async def of_kind(self, request_ids: Collection[UUID], kind: str) -> Mapping[UUID, Card]:
        """The copy of this kind of each of some requests that has one."""
        ...

    async def claim(self, intent: Card, stale_before: datetime) -> Card | None:
        """Write the intent to post down; the claim, in which the coming post counts as unconfirmed.

        None when the copy is posted already, or when somebody else claimed it after `stale_before`.
        """
        ...

    async def posted(self, claimed: Card, card: Card) -> bool:
        """Note where a claimed copy was posted; False when the claim was taken over, or another post was found."""
        ...

    async def drawn(self, card: Card) -> None:
        """Note which version a copy shows since when; an older version never replaces a newer one."""
        ...

    async def forget(self, seen: Card, unconfirmed: int) -> None:
        """A copy is gone from Slack, or was not posted as claimed: it may be claimed at once.

        `unconfirmed` is how many posts of it there may be in Slack all the same.
        """
        ...

    async def adopt(self, lost: Card, channel: str, ts: str) -> bool:
        """Note where a post whose answer was lost stands after all; False when there is nothing left to be found."""
        ...


class Events(Protocol):
    """The audit: append and read, nothing else."""

    async def append(self, event: Event) -> None:
        """Add one line, in the moment in which the unit of work commits."""
        ...

    async def of(self, request_id: UUID) -> Sequence[Event]:
        """The lines about a request, in order."""
        ...


class Remarks(Protocol):
    """What people wrote about a request after it was submitted."""

    async def add(self, request_id: UUID, remark: Remark) -> None:
        """Add one to a request that this unit of work has read."""
        ...

    async def of(self, request_id: UUID) -> Sequence[Remark]:
        """The remarks on a request, first to last."""
        ...

    async def remove(self, request_id: UUID) -> None:
        """Remove the remarks on a request."""
        ...


class Digests(Protocol):
    """Who was sent a digest on which day (of their own calendar)."""

    async def claim(self, approver: str, day: date, at: datetime) -> bool:
        """Write down that somebody is sent a digest for a day; False when that was written down before."""
        ...

    async def release(self, approver: str, day: date) -> None:
        """The digest was certainly not sent: it may be claimed again."""
        ...


class Overviews(Protocol):
    """What concerns one reader. `since` (UTC) is from when on what was closed is still listed."""

    async def count(self, reader: Viewer, since: datetime) -> Mapping[Section, int]:
        """How many requests there are in each section that has any."""
        ...

    async def page(
        self, reader: Viewer, section: Section, since: datetime, *, limit: int, offset: int
    ) -> Sequence[ReissueRequest]:
        """Some of a section: what waits by deadline, what was closed by when, everything else by number."""
        ...

    async def undeliverable(self, request_ids: Collection[UUID]) -> Collection[UUID]:
        """Those of the requests about which Slack refuses a message that it has not taken since."""
        ...


class Homes(Protocol):
    """The Home tabs of those who have opened them. One is behind as soon as the audit has a line it does not know."""

    async def opened(self, user_id: str, at: datetime, pages: Mapping[Section, int]) -> None:
        """Somebody has their tab before them, at these pages: it is to be drawn, whatever it is thought to show."""
        ...

    async def pages(self, user_id: str) -> Mapping[Section, int]:
        """The pages somebody has turned to."""
        ...

    async def are_due(self, now: datetime, opened_since: datetime) -> bool:
        """Whether any is behind that may be drawn now."""
        ...

    async def claim(self, now: datetime, opened_since: datetime, lease: timedelta, limit: int) -> Sequence[Home]:
        """Those that are behind, put off by `lease` so that only one caller gets each."""
        ...

    async def drawn(self, home: Home, shown: str, at: datetime, quiet: timedelta, look_again: timedelta) -> None:
        """Note what Slack has now: changes are not drawn while it is `quiet`, and `look_again` is when to look anyway.

        Of one that was opened meanwhile nothing is noted, so it is drawn once more.
        """
        ...

    async def postponed(self, home: Home, at: datetime) -> None:
        """It could not be drawn, or it is not known whether it was: it is tried again at `at`, and not before."""
        ...


class Employees(Protocol):
    """The index behind the typeahead."""

    async def search(self, text: str, limit: int) -> Sequence[EmployeeEntry]:
        """Active employees whose name, e-mail or id has every word of `text`, names that begin with it first."""
        ...

    async def email_of(self, employee_id: EmployeeId) -> str | None:
        """An employee's e-mail address; None where there is none, or no such employee in the index."""
        ...

    async def is_empty(self) -> bool:
        """Whether nothing was ever indexed."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` rolls back."""

    requests: Requests
    attempts: Attempts
    cards: Cards
    events: Events
    remarks: Remarks
    digests: Digests
    overviews: Overviews
    homes: Homes
    employees: Employees
    index: IndexRows
    refreshes: Refreshes

    async def drive(self, request_id: UUID) -> None:
        """Start a driver for the request if, and only if, this transaction commits."""
        ...

    async def commit(self) -> None:
        """Make it so. Raises StoreUnavailable."""
        ...


class Store(Protocol):
    """Where units of work come from."""

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction that may write."""
        ...

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction that only reads, and never makes a writer wait."""
        ...
