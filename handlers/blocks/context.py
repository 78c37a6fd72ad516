"""What a card has to know beside the request: how much may be shown where it stands, to whom, and what was said."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from approvals.model.conditions import Condition
from approvals.model.conversation import Conversation
from approvals.model.request import ReissueRequest


class Detail(StrEnum):
    """How much a place may show."""

    FULL = "full"
    """A private channel or a direct message."""
    MINIMAL = "minimal"
    """A channel that is public or shared with another company: number, deadline and status only."""


@dataclass(frozen=True)
class CardContext:
    """Where a card stands. `server` names one that is not production; `approvers` are the user and user-group ids of
    those who decide on its request, `escalation_approvers` of those among them who do only when its deadline is near.
    `today` is the date where the requester is, `second_approval` why one approval is not enough;
    `is_matched` says whether an approver who is the employee concerned would be noticed."""

    detail: Detail
    server: str | None
    approvers: tuple[str, ...]
    today: date
    approvals_channel: str
    escalation_approvers: tuple[str, ...] = ()
    conversation: Conversation = field(default_factory=Conversation)
    second_approval: tuple[Condition, ...] = ()
    is_matched: bool = True

    def shows_all_of(self, reissue_request: ReissueRequest) -> bool:
        """Whether people and what concerns them may be shown here, and still can be."""
        return self.detail is Detail.FULL and reissue_request.blanked_at is None
