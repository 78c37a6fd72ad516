"""A digest: the requests that wait for one approver, by deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from approvals.model.request import ReissueRequest

NO_DEADLINE = 366
"""The days left of a request without a deadline: more than any other has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingRequest:
    """A request that waits for a decision; `today` is the date in its requester's time zone."""

    reissue_request: ReissueRequest
    today: date

    @property
    def days_left(self) -> int:
        """The days left for a decision."""
        deadline = self.reissue_request.deadline
        return NO_DEADLINE if deadline is None else (deadline - self.today).days

    @property
    def urgency(self) -> tuple[int, int]:
        """The sort key of digests: the smallest comes first."""
        return self.days_left, self.reissue_request.number


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """The requests that wait for an approver (user id), the most urgent first; never empty."""

    approver: str
    waiting: tuple[WaitingRequest, ...]


def by_urgency(waiting: Iterable[WaitingRequest]) -> tuple[WaitingRequest, ...]:
    """The most urgent first; requests that were submitted together stand together, where the most urgent of them
    would."""
    groups = dict[UUID, list[WaitingRequest]]()
    for each in waiting:
        groups.setdefault(each.reissue_request.group_id or each.reissue_request.id, []).append(each)
    ordered = sorted(groups.values(), key=lambda group: min(each.urgency for each in group))
    return tuple(each for group in ordered for each in sorted(group, key=lambda each: each.reissue_request.number))
