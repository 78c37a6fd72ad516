"""Requesting again: a new form for the requester of an earlier request, with its choices filled in."""

from dataclasses import dataclass
from uuid import UUID

from approvals.actions.action import Actions
from approvals.actions.choose import ChoiceFinder
from approvals.lookups.authority import Actor
from approvals.lookups.reach import Reach
from approvals.model.choices import Choices, Obstacle
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest


@dataclass(frozen=True, slots=True)
class EarlierRequests:
    """The use case behind *Request again*. It changes nothing: the form submits a new request."""

    actions: Actions
    reach: Reach
    choices: ChoiceFinder

    async def again(self, actor: Actor, request_id: UUID) -> tuple[ReissueRequest, Choices | Obstacle]:
        """The earlier request and today's choices for its employee, with its enrollment and life event chosen.

        Raises NotAllowed, after writing it down, unless the person is its requester and may still request.
        """
        earlier = await self.actions.read(request_id)
        async with self.actions.refusals_written(actor, earlier, EventKind.SUBMITTED):
            await self.actions.authority.of_requester_of(actor, earlier)
            routes = await self.reach.requested(actor)
        return earlier, await self.choices.choices(actor.user_id, earlier.enrollment.id, earlier.qle_id, routes)
