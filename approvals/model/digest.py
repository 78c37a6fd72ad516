"""A digest: what waits for one approver, by deadline."""

from dataclasses import dataclass
from datetime import date

from approvals.model.request import ReissueRequest

NO_DEADLINE = 366
"""Days left of a request without a deadline: later than all others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingRequest:
    """A request that waits for a decision; `today` is the date where its requester is."""

    reissue_request: ReissueRequest
    today: date

    @property
    def days_left(self) -> int:
        """The days left for a decision."""
        deadline = self.reissue_request.deadline
        return NO_DEADLINE if deadline is None else (deadline - self.today).days

    @property
    def urgency(self) -> tuple[int, int]:
        """What digests are sorted by: the smallest comes first."""
        return self.days_left, self.reissue_request.number


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """What waits for an approver (user id), the most urgent first; never empty."""

    approver: str
    waiting: tuple[WaitingRequest, ...]
