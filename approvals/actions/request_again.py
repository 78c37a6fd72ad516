"""Requesting again: a new form for the requester of an earlier request, with its choices filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from approvals.actions.action import Actions
from approvals.actions.choose import ChoiceFinder
from approvals.lookups.authority import Actor
from approvals.lookups.reach import Reach
from approvals.model.choices import Choices, Obstacle
from approvals.model.event import Event, EventKind
from approvals.model.remark import Remark
from approvals.model.request import OpenRequestExists, ReissueRequest


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """A request that has ended, with the remarks on it and today's choices for its employee. Its enrollment and life
    event are chosen. `ended` is the audit line of how it ended, if there is one."""

    reissue_request: ReissueRequest
    remarks: Sequence[Remark]
    ended: Event | None
    offer: Choices | Obstacle


ENDS = frozenset({EventKind.DENIED, EventKind.WITHDRAWN, EventKind.EXPIRED, EventKind.CLOSED})


@dataclass(frozen=True, eq=False, repr=False)
class EarlierRequests:
    """The use case behind *Request again…*. It changes nothing: the form submits a new request."""

    actions: Actions
    reach: Reach
    choices: ChoiceFinder

    async def again(self, actor: Actor, request_id: UUID) -> Earlier:
        """The earlier request, and what can be chosen today.

        Raises NotAllowed, after writing it down, unless the person is its requester and may still request. Raises
        OpenRequestExists if a request for its enrollment is open: that is this one, until somebody ends it, or one that
        was made since.
        """
        earlier = await self.actions.read(request_id)
        async with self.actions.refusals_written(actor, earlier, EventKind.SUBMITTED):
            await self.actions.authority.of_requester_of(actor, earlier)
            routes = await self.reach.requested(actor)
        async with self.actions.store.reading() as work:
            other = await work.requests.open_for_enrollment(earlier.enrollment.id)
            events, remarks = await work.events.of(request_id), await work.remarks.of(request_id)
        if other is not None:
            raise OpenRequestExists(other)
        return Earlier(
            reissue_request=earlier,
            remarks=remarks,
            ended=next((event for event in reversed(events) if event.kind in ENDS), None),
            offer=await self.choices.choices(actor.user_id, earlier.enrollment.id, earlier.qle_id, routes),
        )
