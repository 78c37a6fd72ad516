"""A life event that a requester had the bot record in Vitable: written down before it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from benefits.ids import EmployeeId, MemberId, QleId
from benefits.models import QualifyingLifeEvent

NEAR_DAYS = 30
"""Two events of one kind on days that are at most this far apart may be one and the same."""

SAME_FOR = timedelta(hours=1)
"""An event that was recorded less long ago may be missing in Vitable's list yet."""


class RecordState(StrEnum):
    """How far the recording has come."""

    WAITING = "waiting"
    """Written down, and not sent."""
    SENDING = "sending"
    """The POST may be under way; after a crash its outcome is not known."""
    CHECKING = "checking"
    """The answer was lost; the bot reads back."""
    RECORDED = "recorded"
    """Vitable has the event."""
    NOT_RECORDED = "not_recorded"
    """Certainly not recorded; `outcome` says why."""
    UNKNOWN = "unknown"
    """Reading back did not show the outcome; the requester decides whether to record it again."""


OPEN_STATES = frozenset({RecordState.WAITING, RecordState.SENDING, RecordState.CHECKING})


class RecordOutcome(StrEnum):
    """What is known of the call."""

    DONE = "done"
    """The API said so."""
    DONE_UNREADABLE = "done_unreadable"
    """The API said so, and the rest of its answer cannot be read."""
    FOUND = "found"
    """The events showed it when they were read."""
    REFUSED = "refused"
    """The API said no."""
    CONFLICT = "conflict"
    """The API reported a conflict."""
    NOT_REACHED = "not_reached"
    """It was not sent or not processed, for as long as the bot tries."""
    NO_ANSWER = "no_answer"
    """Nothing is known."""
    SEVERAL = "several"
    """There are several new events like it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRecord:
    """One event to be recorded. All times are UTC.

    `submission_key` is the same in every delivery of one submission. `seen` are the ids of the member's events before;
    `had_nameless` says that one of them had no readable id. `notes` are kept until they are sent. `employee_name` and
    `message`, the API's words, are kept until the requester was told (`told_at`). `event_id` is the event in Vitable.
    """

    id: UUID
    submission_key: str
    requester: str
    employee_id: EmployeeId
    employee_name: str
    member_id: MemberId
    event_type: str
    event_date: date
    notes: str
    seen: tuple[str, ...]
    had_nameless: bool
    state: RecordState
    version: int
    asked_at: datetime
    started_at: datetime | None = None
    settled_at: datetime | None = None
    outcome: RecordOutcome | None = None
    status_code: int | None = None
    message: str | None = None
    trace_id: str | None = None
    event_id: QleId | None = None
    told_at: datetime | None = None

    @property
    def codes(self) -> dict[str, str | int]:
        """The codes of an audit line about it: ids, and what the API answered."""
        codes: dict[str, str | int] = {"record": str(self.id), "employee": self.employee_id}
        if self.outcome is not None:
            codes |= {"outcome": self.outcome.value, "status": self.status_code or 0}
        said = {"qle": self.event_id, "trace": self.trace_id}
        return {**codes, **{name: value for name, value in said.items() if value}}

    @property
    def is_open(self) -> bool:
        """Whether the bot still has something to find out."""
        return self.state in OPEN_STATES

    def next(self, state: RecordState, **changes: Any) -> Self:  # noqa: ANN401 - fields of this class
        """The next version. Notes are removed as soon as they need not be sent any more."""
        keeps_notes = state in (RecordState.WAITING, RecordState.SENDING)
        return replace(self, state=state, version=self.version + 1, notes=self.notes if keeps_notes else "", **changes)

    def like(self, events: Iterable[QualifyingLifeEvent]) -> list[QualifyingLifeEvent]:
        """The events of this kind and day that were not there before."""
        return [
            event
            for event in events
            if event.id not in self.seen and is_of_kind(event, self.event_type) and event.event_date == self.event_date
        ]

    def may_become(self, other: Self) -> bool:
        """Whether this one may turn out to be the same event as `other`, which is new, though no list shows it yet: it
        is being recorded for another day, or its outcome is unknown, or it is not in the list that `other` was compared
        with."""
        if self.state is RecordState.UNKNOWN:
            return True
        if self.is_open:  # for the same day there is only one open record: they share it
            return self.event_date != other.event_date
        is_new = other.asked_at - self.asked_at < SAME_FOR
        return self.state is RecordState.RECORDED and is_new and self.event_id not in other.seen


def is_of_kind(event: QualifyingLifeEvent, event_type: str) -> bool:
    """Whether an event has this kind: servers also write `job_loss` for Job Loss."""
    return _plain(event.event_type) == _plain(event_type)


def near(events: Iterable[QualifyingLifeEvent], event_type: str, day: date) -> tuple[QualifyingLifeEvent, ...]:
    """The events of a kind that may be the same as one on `day`; those without a day may be, too."""
    return tuple(
        event
        for event in events
        if is_of_kind(event, event_type)
        and (event.event_date is None or abs((event.event_date - day).days) <= NEAR_DAYS)
    )


def _plain(event_type: str) -> str:
    return "".join(letter for letter in event_type.casefold() if letter.isalnum())
