"""Protocols for the requests in the database, and for all that belongs to one: attempts, audit lines, remarks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from approvals.model.attempt import Attempt
from approvals.model.event import Event
from approvals.model.newer import NewerRequest
from approvals.model.remark import Remark
from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
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

    async def count_closed_before(self, at: datetime, *, besides: Collection[UUID] = ()) -> int:
        """The number of those, without some."""
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
