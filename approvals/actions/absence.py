"""Approvers say in Home that they are away, or back. It changes who is told, and never who may decide."""

from dataclasses import dataclass
from datetime import date

from approvals.actions.action import Actions
from approvals.errors import InvalidSubmission
from approvals.lookups.authority import Actor
from approvals.lookups.calendars import Calendars
from approvals.model.status import RequestStatus
from approvals.rules.absence import LONGEST

UNTIL = "until"


@dataclass(frozen=True, eq=False, repr=False)
class AbsenceNotes:
    """The use cases behind *Away…* and *Back*. Nothing goes into the audit: nothing about a request changes."""

    actions: Actions
    calendars: Calendars

    async def today_of(self, actor: Actor) -> date:
        """The date where a person is; raises NotAllowed unless they may decide on any request, now or later."""
        await self.actions.authority.of_any_approver(actor)
        return await self.calendars.today_of(actor.user_id)

    async def away(self, actor: Actor, until: str) -> None:
        """Note that a person is away until the end of a day (ISO 8601). Raises InvalidSubmission and NotAllowed."""
        today = await self.today_of(actor)
        try:
            last = date.fromisoformat(until)
        except ValueError as unreadable:
            raise InvalidSubmission(UNTIL, "required") from unreadable
        if last < today:
            raise InvalidSubmission(UNTIL, "day_is_over")
        if last - today > LONGEST:
            raise InvalidSubmission(UNTIL, "too_far_ahead")
        await self._note(actor, last)

    async def back(self, actor: Actor) -> None:
        """Note that a person is back. Raises NotAllowed."""
        await self.actions.authority.of_any_approver(actor)
        await self._note(actor, None)

    async def _note(self, actor: Actor, until: date | None) -> None:
        """Store it, and have everything that waits for approvers looked at and drawn with it."""
        now = self.actions.clock.now()
        async with self.actions.store.writing() as work:
            await work.absences.note(actor.user_id, until, now)
            waiting = await work.requests.in_status(RequestStatus.PENDING)
            await work.requests.wake_now(waiting, now)
            for request_id in waiting:
                work.drive(request_id)  # a driver at work may put the sweep off again, and have looked before
            await work.commit()
