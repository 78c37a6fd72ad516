"""A group: the requests that were submitted together, about one life event of one employee."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID, uuid5

from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED, RequestStatus

AT_MOST = 10
"""Requests in one group: what Slack takes as checkboxes, and what one person can look through in a form."""

NAMESPACE = UUID("6f0b3a52-4c0e-4d63-9a3c-1d6f5a7e2b90")
"""The namespace of group ids, which are made from the key of the submission."""

MOVING = UNDECIDED | {RequestStatus.APPLYING, RequestStatus.CHECKING}
"""The statuses in which a request waits for a decision, or the bot is at work on it."""


SETTLING = frozenset(
    {
        EventKind.REISSUED,
        EventKind.MARKED_DONE,
        EventKind.FAILED,
        EventKind.UNKNOWN,
        EventKind.DENIED,
        EventKind.WITHDRAWN,
        EventKind.EXPIRED,
        EventKind.CLOSED,
    }
)
"""Events after which a request neither waits nor is under way."""


def group_id_of(submission_key: str) -> UUID:
    """The id of the group that a submission makes; the same in every delivery of it."""
    return uuid5(NAMESPACE, submission_key)


@dataclass(frozen=True, slots=True)
class Group:
    """The requests of one group, by number: at least two."""

    members: tuple[ReissueRequest, ...]

    @classmethod
    def of(cls, members: Sequence[ReissueRequest]) -> Self | None:
        """The group of these requests; None if there are fewer than two."""
        return cls(tuple(members)) if len(members) > 1 else None

    @property
    def lead(self) -> ReissueRequest:
        """The first request: its card has all facts, and the buttons for all."""
        return self.members[0]

    @property
    def waiting(self) -> tuple[ReissueRequest, ...]:
        """The requests that still wait for a decision or an answer."""
        return tuple(each for each in self.members if each.status in UNDECIDED)

    @property
    def is_settled(self) -> bool:
        """Whether none of them waits or is under way any more. People may still choose what becomes of a failed one."""
        return not any(each.status in MOVING for each in self.members)

    def others(self, than: ReissueRequest) -> tuple[ReissueRequest, ...]:
        """The other requests."""
        return tuple(each for each in self.members if each.id != than.id)

    def is_told_by_lead(self, member: ReissueRequest) -> bool:
        """Whether the lead's card tells what this request's would: the same reason, event, document, requester."""
        return member.id != self.lead.id and _said(member) == _said(self.lead)


def _said(reissue_request: ReissueRequest) -> tuple[object, ...]:
    return (
        reissue_request.requester,
        reissue_request.reason,
        reissue_request.qle_id,
        reissue_request.document,
        reissue_request.blanked_at is None,
    )


def following(group_ids: Sequence[UUID | None]) -> list[bool]:
    """For each request of a list, by its group: whether it stands directly below another one of the same group."""
    before = [None, *group_ids]
    return [mine is not None and mine == above for above, mine in zip(before, group_ids, strict=False)]
