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

    `has_nameless` says that a record may have been there whose id is not known, so that later it cannot be told from a
    new one: one had no readable id, or the list lacked even the enrollment itself.
    """

    model_config = ConfigDict(frozen=True)

    enrollment: Enrollment
    enrollment_ids: tuple[str, ...]
    has_nameless: bool = False

    @classmethod
    def of(cls, enrollment: Enrollment, listed: Listed[Enrollment]) -> Self:
        """The baseline from what was read: the enrollment itself, and all enrollments of the employee."""
        is_whole = enrollment.id in listed.ids and "" not in listed.unreadable
        ids = tuple(dict.fromkeys((enrollment.id, *listed.ids)))
        return cls(enrollment=enrollment, enrollment_ids=ids, has_nameless=not is_whole)


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
