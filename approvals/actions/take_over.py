"""Taking over: a requester takes a waiting request over from one who left."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from approvals.actions.action import Action, Actions
from approvals.errors import OwnEnrollmentToRequest
from approvals.lookups.authority import Actor
from approvals.model.audit_codes import AuditCodes
from approvals.model.conditions import Quorum
from approvals.model.entitlement import Entitlement
from approvals.model.event import EventKind
from approvals.model.likeness import Likeness
from approvals.model.request import ReissueRequest
from approvals.rules import lifecycle


@dataclass(frozen=True, eq=False, repr=False)
class TakeOvers:
    """The use case behind *Take over*."""

    actions: Actions

    async def take_over(self, actor: Actor, request_id: UUID) -> ReissueRequest:
        """The request, now of this requester: approvers judge it again.

        Raises Refusal: RequesterStillHere if its requester may still request, OwnEnrollmentToRequest if the new one
        would be the employee.
        """

        def quorum(reissue_request: ReissueRequest, entitled: Entitlement) -> Quorum:
            policy = self.actions.authority.routes.for_request(reissue_request)
            likeness = entitled.likeness or Likeness.UNPROVEN
            return policy.quorum(reissue_request.enrollment, reissue_request.qle, reissue_request.asked_on, likeness)

        def change(reissue_request: ReissueRequest, entitled: Entitlement, _now: datetime) -> ReissueRequest:
            needed = quorum(reissue_request, entitled).needed
            return lifecycle.take_over(reissue_request, actor.user_id, needed, entitled.standing)

        def codes(before: ReissueRequest, _after: ReissueRequest, entitled: Entitlement) -> Mapping[str, str | int]:
            because = quorum(before, entitled).because
            noted = AuditCodes(void=len(before.approvals), second_approval=because, likeness=entitled.likeness)
            return {**noted.written(), "from": before.requester}

        action = Action(kind=EventKind.TAKEN_OVER, entitle=self._entitle, change=change, codes=codes)
        async with self.actions.departures_noted(request_id):
            return await self.actions.carry_out(actor, request_id, action)

    async def _entitle(self, actor: Actor, reissue_request: ReissueRequest) -> Entitlement:
        authority = self.actions.authority
        entitled = await authority.of_requester(actor, authority.routes.for_request(reissue_request))
        likeness = await authority.likeness_to(actor.user_id, reissue_request)
        if likeness is Likeness.SAME:
            raise OwnEnrollmentToRequest
        return replace(entitled, likeness=likeness, standing=await authority.standing_of(reissue_request))
