"""What was committed, as it is told to those outside who keep logs and counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from approvals.model.attempt import Attempt
from approvals.model.event import EventKind
from approvals.model.event_record import EventRecord, RecordState
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus


@dataclass(frozen=True, slots=True)
class RequestChanged:
    """A request has a new version. `before` is the status that it had, None for a new request; `kind`, `actor` and
    `codes` are those of its audit line."""

    before: RequestStatus | None
    after: ReissueRequest
    kind: EventKind
    actor: str
    codes: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class AttemptFinished:
    """The outcome of an attempt of a request is written down."""

    request: ReissueRequest
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class EventRecordChanged:
    """The recording of a life event has come on. `before` is the state that it had, None for a new one."""

    before: RecordState | None
    after: EventRecord
    actor: str


Fact = RequestChanged | AttemptFinished | EventRecordChanged
"""One of these."""
