"""A digest: the requests that wait for one approver, by deadline."""

from bisect import insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from approvals.model.request import ReissueRequest

LISTED = 20
"""Requests that one digest names; the others wait in the channel."""

NO_DEADLINE = 366
"""The days left of a request without a deadline: more than any other has."""


class Pending(NamedTuple):
    """What is read of every request that waits for approvers, before it is known which ones a digest names."""

    id: UUID
    number: int
    group_id: UUID | None
    requester: str
    employer_id: str | None
    category: str | None
    deadline: date | None
    changed_at: datetime
    is_escalated: bool


class Queued(NamedTuple):
    """A pending request in the order in which digests name them: the smallest comes first.

    `turn` is the urgency of the most urgent of those that were submitted together, which stand together. No others have
    the same.
    """

    turn: tuple[int, int]
    number: int
    days_left: int
    pending: Pending


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingRequest:
    """A request that waits for a decision; `today` is the date in its requester's time zone."""

    reissue_request: ReissueRequest
    today: date

    @property
    def days_left(self) -> int:
        """The days left for a decision."""
        return days_until(self.reissue_request.deadline, self.today)


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """The requests that wait for an approver (user id), the most urgent first; never empty. `more` wait besides."""

    approver: str
    waiting: tuple[WaitingRequest, ...]
    more: int = 0


def days_until(deadline: date | None, today: date) -> int:
    """The days left until a deadline."""
    return NO_DEADLINE if deadline is None else (deadline - today).days


def by_urgency(waiting: Iterable[Pending], today: Mapping[str, date]) -> list[Queued]:
    """The most urgent first; `today` is the date for each requester. Requests that were submitted together stand
    together, where the most urgent of them would."""
    left = [(each, days_until(each.deadline, today[each.requester])) for each in waiting]
    turns = dict[UUID, tuple[int, int]]()
    for each, days in left:
        group, urgency = each.group_id or each.id, (days, each.number)
        turns[group] = min(turns.get(group, urgency), urgency)
    return sorted(Queued(turns[each.group_id or each.id], each.number, days, each) for each, days in left)


def without(queue: Sequence[Queued], left_out: Collection[int], today: Mapping[str, date]) -> list[Queued]:
    """The queue without these numbers. Where one of several that were submitted together is left out, the others may
    have a later turn."""
    turns = {each.turn for each in queue if each.number in left_out}
    rest = [each for each in queue if each.turn not in turns]
    others = (each.pending for each in queue if each.turn in turns and each.number not in left_out)
    for each in by_urgency(others, today):
        insort(rest, each)
    return rest
