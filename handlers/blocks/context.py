"""What a drawing depends on apart from the request: how much may be shown here, who decides, and the conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from approvals.model.away import AwayApprover, are_all_away, to_mention
from approvals.model.conditions import Condition
from approvals.model.conversation import Conversation
from approvals.model.document import SeenBy
from approvals.model.group import Group
from approvals.model.request import ReissueRequest
from approvals.rules.documents import is_asked_of_approver, is_asked_of_requester


class Detail(StrEnum):
    """How much a place may show."""

    FULL = "full"
    """A private channel or a direct message."""
    MINIMAL = "minimal"
    """A channel that is public or shared with another company: number, deadline and status only."""


@dataclass(frozen=True)
class Together:
    """The requests that were submitted together, as a card shows them. `links` lead to their cards, where there are
    any; `settled_by` is the audit line with which the last of them settled, once none is under way."""

    group: Group
    links: Mapping[UUID, str] = field(default_factory=dict)
    settled_by: int | None = None


@dataclass(frozen=True)
class CardContext:
    """Where a card is. `server` names a server that is not production; `approvers` are the user and user-group ids that
    decide on the request, and `escalation_approvers` the ones that may decide only near its deadline. `today` is the
    date where the requester is, `second_approval` why one approval is not enough; `is_matched` says whether the bot
    has checked that nobody who requested or approved is the employee, and `namesakes` (user ids) who of them has the
    employee's name. `requester_refusal` says why the requester may no longer read all of it: the name of the refusal
    that they would get; None if they may. `is_routed` says whether there is anyone to decide; `together` is there for a
    request that was not submitted alone. `again_of` is the number of the request that this one repeats, such as
    R-12. `away` has the approvers listed by user id who are away: they are not mentioned. `earlier_cards` has the
    links to cards that stayed in other channels when the card moved, by channel. `seen_by` says who has to have seen a
    document of the life event."""

    detail: Detail
    server: str | None
    approvers: tuple[str, ...]
    today: date
    approvals_channel: str
    escalation_approvers: tuple[str, ...] = ()
    conversation: Conversation = field(default_factory=Conversation)
    second_approval: tuple[Condition, ...] = ()
    is_matched: bool = True
    namesakes: tuple[str, ...] = ()
    requester_refusal: str | None = None
    is_routed: bool = True
    together: Together | None = None
    again_of: str = ""
    away: tuple[AwayApprover, ...] = ()
    earlier_cards: Mapping[str, str] = field(default_factory=dict)
    seen_by: SeenBy = SeenBy.NO_ONE

    def asks_approver_for_document(self, reissue_request: ReissueRequest) -> bool:
        """Whether approving takes the form, because it asks for the document."""
        return is_asked_of_approver(self.seen_by, reissue_request.qle)

    def lacks_document(self, reissue_request: ReissueRequest) -> bool:
        """Whether its requester has to have seen a document and has not said so: the request is older than that."""
        return reissue_request.document is None and is_asked_of_requester(self.seen_by, reissue_request.qle)

    def is_short(self, reissue_request: ReissueRequest) -> bool:
        """Whether the card of another request tells the facts of this one too."""
        return self.together is not None and self.together.group.is_told_by_lead(reissue_request)

    @property
    def called(self) -> tuple[str, ...]:
        """Those who decide and are mentioned."""
        return to_mention(self.approvers, self.away)

    @property
    def called_late(self) -> tuple[str, ...]:
        """Those who may decide only near the deadline and are mentioned."""
        return to_mention(self.escalation_approvers, self.away)

    @property
    def are_late_away(self) -> bool:
        """Whether all who may decide only near the deadline are away."""
        return are_all_away(self.escalation_approvers, self.away)

    @property
    def away_here(self) -> tuple[AwayApprover, ...]:
        """Those who decide and are away."""
        return tuple(each for each in self.away if each.user_id in self.approvers)

    @property
    def are_all_away(self) -> bool:
        """Whether all who decide are away; a group counts as present."""
        return are_all_away(self.approvers, self.away)

    @property
    def is_requester_gone(self) -> bool:
        """Whether the requester cannot be reached any more, so that no message is sent to them."""
        return self.requester_refusal in ("InactiveAccount", "OtherCompany", "OtherWorkspace")

    def shows_requester_all_of(self, reissue_request: ReissueRequest) -> bool:
        """Whether the requester's own messages may show all facts: they may still request, and nothing was removed."""
        return self.requester_refusal is None and reissue_request.blanked_at is None

    def shows_all_of(self, reissue_request: ReissueRequest) -> bool:
        """Whether people and facts about them may be shown here, and have not been removed."""
        return self.detail is Detail.FULL and reissue_request.blanked_at is None
