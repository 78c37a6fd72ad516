"""Facts about the workspace that every drawing depends on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from approvals.actions.details import RequestDetails
from approvals.model.audit_codes import again_of, conditions_of, likenesses_of
from approvals.model.away import AwayApprover
from approvals.model.conversation import Conversation
from approvals.model.event import Event
from approvals.model.likeness import Likeness
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.rules.routes import Routes
from handlers.blocks.context import CardContext, Detail
from handlers.words.rule_hints import RuleHints


@dataclass(frozen=True, eq=False, repr=False)
class Presentation:
    """One workspace. `server` names a benefits server that is not production, and is shown on every card; `rule_hints`
    has none if they are switched off."""

    routes: Routes
    server: str | None
    clock: Clock
    rule_hints: RuleHints = field(default_factory=RuleHints)

    def context(
        self,
        detail: Detail,
        today: date,
        reissue_request: ReissueRequest,
        conversation: Conversation,
        *,
        events: Sequence[Event] = (),
        is_matched: bool = True,
        requester_refusal: str | None = None,
        away: tuple[AwayApprover, ...] = (),
    ) -> CardContext:
        """Everything but the request that its card depends on.

        `today` is the date where its requester is; `is_matched` says whether its requester is not the employee, and
        `requester_refusal` why they may no longer read all of it; `away` are approvers who are.
        """
        likenesses, policy = likenesses_of(events), self.routes.shown_for(reissue_request)
        return CardContext(
            detail=detail,
            server=self.server,
            approvers=policy.approvers_of(reissue_request),
            escalation_approvers=policy.escalation_approvers,
            today=today,
            approvals_channel=policy.approvals_channel,
            conversation=conversation,
            second_approval=conditions_of(events),
            is_matched=is_matched and all(each.is_checked for each in likenesses.values()),
            requester_refusal=requester_refusal,
            is_routed=policy.route is not None,
            again_of=again_of(events),
            away=away,
            seen_by=policy.seen_by,
            namesakes=tuple(who for who, each in likenesses.items() if each is Likeness.NAMESAKE),
        )

    def context_of(self, found: RequestDetails) -> CardContext:
        """The same for a person who may see everything about a request."""
        return self.context(
            Detail.FULL,
            found.today,
            found.reissue_request,
            Conversation.of(found.remarks, found.events),
            events=found.events,
            is_matched=found.is_matched,
        )
