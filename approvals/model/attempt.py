"""An attempt: one POST, written down before it is sent, and what became of it."""

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
    """May be under way; after a crash: nobody knows."""
    FINISHED = "settled"
    """The outcome is written down."""


class Baseline(BaseModel):
    """What the API held just before an attempt, against which reading back is compared.

    `has_nameless` says that a record without a readable id was among them: nothing new can be told from it later.
    """

    model_config = ConfigDict(frozen=True)

    enrollment: Enrollment
    enrollment_ids: tuple[str, ...]
    has_nameless: bool = False

    @classmethod
    def of(cls, enrollment: Enrollment, listed: Listed[Enrollment]) -> Self:
        """What was read: the enrollment itself, and all of the employee's."""
        return cls(enrollment=enrollment, enrollment_ids=listed.ids, has_nameless="" in listed.unreadable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One POST. `n` counts from 1 per request; `token` tells its author's row from another's.

    `started_at` and `settled_at` are UTC; `retry_at` is the earliest time for the next attempt where the API asked
    for patience. `read_back_at` is when the API was last read to find out what became of it.
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
        """The attempt without names and without what the API said."""
        baseline = self.baseline.model_copy(update={"enrollment": self.baseline.enrollment.without_names()})
        result = None if self.result is None else self.result.without_names()
        return replace(self, baseline=baseline, result=result, message=None)

    @property
    def codes(self) -> dict[str, str | int]:
        """What the audit says of a settled attempt: what the API answered, and under which trace id."""
        codes: dict[str, str | int] = {"attempt": self.n, "outcome": str(self.outcome), "status": self.status_code or 0}
        return {**codes, "trace": self.trace_id} if self.trace_id else codes
