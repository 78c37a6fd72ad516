"""The details of a request: all of its facts and its timeline, for the people entitled to them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from approvals.actions.action import Actions
from approvals.errors import NotAllowed
from approvals.lookups.authority import Actor
from approvals.lookups.calendars import Calendars
from approvals.model.attempt import Attempt
from approvals.model.event import Event, EventKind
from approvals.model.remark import Remark
from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED


@dataclass(frozen=True, slots=True)
class RequestDetails:
    """A request with its attempts, its audit lines and the remarks on it, as *Details* shows them.

    `today` is the date in the requester's time zone. `is_matched` says whether an approver who is the employee
    concerned would have been noticed. `may_decide` says whether the reader may decide on it, while it is undecided.
    """

    reissue_request: ReissueRequest
    attempts: Sequence[Attempt]
    events: Sequence[Event]
    remarks: Sequence[Remark]
    today: date
    is_matched: bool
    may_decide: bool


@dataclass(frozen=True, eq=False, repr=False)
class Inspections:
    """The use case behind *Details*."""

    actions: Actions
    calendars: Calendars

    async def inspect(self, actor: Actor, request_id: UUID) -> RequestDetails:
        """Everything about a request, for its requester and for approvers. First the audit notes that they looked.

        Raises Refusal after writing it down.
        """
        seen = await self.actions.read(request_id)
        async with self.actions.refusals_written(actor, seen, EventKind.VIEWED):
            entitled = await self.actions.authority.of_reader(actor, seen)
        today = await self.calendars.today_of(seen.requester)
        likeness = await self.actions.authority.likeness_of_requester(seen)
        may_decide = seen.status in UNDECIDED and await self._may_decide(actor, seen)
        await self.actions.write(actor, seen, EventKind.VIEWED, entitled.codes, entitled.texts)
        async with self.actions.store.reading() as work:
            return RequestDetails(
                self.actions.authority.routes.as_promised(await work.requests.get(request_id)),
                await work.attempts.of(request_id),
                await work.events.of(request_id),
                await work.remarks.of(request_id),
                today,
                likeness.is_checked,
                may_decide,
            )

    async def _may_decide(self, actor: Actor, seen: ReissueRequest) -> bool:
        """Whether to offer them the decision; a click is checked again. No, if Slack does not say in time."""
        with suppress(NotAllowed):
            await self.actions.authority.of_approver_for(actor, seen)
            return True
        return False
