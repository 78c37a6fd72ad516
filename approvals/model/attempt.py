"""An attempt: one POST, written down before it is sent, and its outcome."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from benefits.models import Enrollment
from benefits.outcome import OutcomeKind
from benefits.paging import Listed


class AttemptState(StrEnum):
    """Whether the outcome of an attempt has been written down."""

    SENDING = "sending"
    """The POST may be under way; after a crash its outcome is not known."""
    FINISHED = "settled"
    """The outcome is written down."""


class Baseline(BaseModel):
    """What the API had just before an attempt. Reading back is compared with it.

    `has_nameless` says that one of the records had no readable id: later it cannot be told from a new one.
    """

    model_config = ConfigDict(frozen=True)

    enrollment: Enrollment
    enrollment_ids: tuple[str, ...]
    has_nameless: bool = False

    @classmethod
    def of(cls, enrollment: Enrollment, listed: Listed[Enrollment]) -> Self:
        """The baseline from what was read: the enrollment itself, and all enrollments of the employee."""
        return cls(enrollment=enrollment, enrollment_ids=listed.ids, has_nameless="" in listed.unreadable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One POST. `n` counts from 1 per request; `token` tells this driver's row from another driver's.

    All times are UTC. `retry_at` is the earliest time for the next attempt, if the API asked to wait. `read_back_at` is
    when the API was last read to find out the outcome.
    """

    request_id: UUID
    n: int
    token: str
    state: AttemptState
    started_at: datetime
    baseline: Baseline
    outcome: OutcomeKind | None = None
    status_code: int | None = None
    message: str | None = None
    trace_id: str | None = None
    result: Enrollment | None = None
    settled_at: datetime | None = None
    retry_at: datetime | None = None
    read_back_at: datetime | None = None

    def blanked(self) -> Self:
        """The attempt without names and without the API's message."""
        baseline = self.baseline.model_copy(update={"enrollment": self.baseline.enrollment.without_names()})
        result = None if self.result is None else self.result.without_names()
        return replace(self, baseline=baseline, result=result, message=None)

    @property
    def codes(self) -> dict[str, str | int]:
        """The audit codes of a finished attempt: what the API answered, and its trace id."""
        codes: dict[str, str | int] = {"attempt": self.n, "outcome": str(self.outcome), "status": self.status_code or 0}
        return {**codes, "trace": self.trace_id} if self.trace_id else codes
