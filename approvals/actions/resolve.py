"""Actions after an outcome: retry, close, check, send again, mark as done, refresh."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from approvals.actions.action import Action, Actions
from approvals.errors import InvalidSubmission, TooEarly
from approvals.lookups.authority import Actor
from approvals.lookups.new_enrollments import NewEnrollments
from approvals.model.choices import obstacle_of
from approvals.model.entitlement import Entitlement
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import Verb
from approvals.rules import lifecycle
from approvals.rules.budgets import TimeBudgets
from approvals.rules.evidence import last_sent
from benefits.errors import BenefitsError, InvalidId, NotTheirs
from benefits.ids import enrollment_id
from benefits.models import Enrollment
from benefits.port import Benefits

Step = Callable[[ReissueRequest, datetime], ReissueRequest]


@dataclass(frozen=True, eq=False, repr=False)
class Resolutions:
    """The use cases after an attempt. All raise Refusal. All except `refresh` need an approver, not the requester.

    `readback_settle` is the time after the start of an attempt before "nothing new" may count (READBACK_SETTLE,
    seconds).
    """

    actions: Actions
    benefits: Benefits
    new_enrollments: NewEnrollments
    readback_settle: float
    budgets: TimeBudgets

    async def retry(self, actor: Actor, request_id: UUID) -> ReissueRequest:
        """Send a certainly failed reissue once more."""
        return await self._step(actor, request_id, EventKind.RETRIED, lifecycle.retry)

    async def close(self, actor: Actor, request_id: UUID) -> ReissueRequest:
        """Give up a failed or unknown request, or an undecided one whose requester left."""
        async with self.actions.store.reading() as work:
            events = await work.events.of(request_id)
        was_sent_again = any(event.kind is EventKind.SENT_AGAIN for event in events)

        def change(reissue_request: ReissueRequest, entitled: Entitlement, now: datetime) -> ReissueRequest:
            return lifecycle.close(reissue_request, now, entitled.standing, was_sent_again=was_sent_again)

        entitle = self.actions.authority.of_approver_and_standing
        async with self.actions.departures_noted(request_id):
            return await self.actions.carry_out(
                actor, request_id, Action(kind=EventKind.CLOSED, entitle=entitle, change=change)
            )

    async def check(self, actor: Actor, request_id: UUID) -> ReissueRequest:
        """Read back once more."""
        return await self._step(actor, request_id, EventKind.CHECKED, lifecycle.check)

    async def send_again(self, actor: Actor, request_id: UUID) -> ReissueRequest:
        """Send although an earlier attempt may have taken effect: this person takes the responsibility.

        Raises TooEarly while that attempt may still take effect.
        """
        async with self.actions.store.reading() as work:
            last = await work.attempts.last(request_id)

        def step(reissue_request: ReissueRequest, now: datetime) -> ReissueRequest:
            sent_again = lifecycle.send_again(reissue_request, now)
            possible_at = last_sent(reissue_request, last) + timedelta(seconds=self.readback_settle)
            if now < possible_at:
                raise TooEarly(possible_at)
            return sent_again

        return await self._step(actor, request_id, EventKind.SENT_AGAIN, step)

    async def could_mark_done(self, actor: Actor, request_id: UUID, revision: int) -> ReissueRequest:
        """The request, if this person could confirm it now."""
        return await self.actions.could(actor, request_id, EventKind.MARKED_DONE, Verb.MARK_DONE, revision)

    async def mark_done(self, actor: Actor, request_id: UUID, typed_id: str) -> ReissueRequest:
        """Confirm that an unknown outcome took effect.

        `typed_id` is the new enrollment's id, or empty. Raises InvalidSubmission if the enrollment cannot be read or
        belongs to another employee. A person who may not confirm is refused before it is read.
        """
        reissue_request = await self.actions.could(actor, request_id, EventKind.MARKED_DONE, Verb.MARK_DONE)
        summary = await self._named_enrollment(reissue_request, typed_id.strip()) if typed_id.strip() else None

        def change(current: ReissueRequest, _entitled: Entitlement, now: datetime) -> ReissueRequest:
            return lifecycle.mark_done(current, actor.user_id, summary, now)

        entitle = self.actions.authority.of_approver_for
        return await self.actions.carry_out(
            actor, request_id, Action(kind=EventKind.MARKED_DONE, entitle=entitle, change=change)
        )

    async def refresh(self, actor: Actor, request_id: UUID) -> ReissueRequest:
        """Read the new enrollment once more; nothing is written if nothing changed. Raises BenefitsError."""
        reissue_request = await self.actions.read(request_id)
        async with self.actions.refusals_written(actor, reissue_request, EventKind.REFRESHED):
            await self.actions.authority.of_reader(actor, reissue_request)
        return await self.new_enrollments.refresh(reissue_request, self.budgets.resolution, actor.user_id)

    async def _step(self, actor: Actor, request_id: UUID, kind: EventKind, step: Step) -> ReissueRequest:
        def change(reissue_request: ReissueRequest, _entitled: Entitlement, now: datetime) -> ReissueRequest:
            return step(reissue_request, now)

        entitle = self.actions.authority.of_approver_for
        return await self.actions.carry_out(actor, request_id, Action(kind=kind, entitle=entitle, change=change))

    async def _named_enrollment(self, reissue_request: ReissueRequest, typed_id: str) -> Enrollment:
        try:
            within = self.budgets.resolution
            named = await self.benefits.enrollment(enrollment_id(typed_id), reissue_request.employee, within=within)
        except InvalidId as error:
            raise InvalidSubmission("enrollment_id", "invalid_id") from error
        except NotTheirs as error:
            raise InvalidSubmission("enrollment_id", "not_this_employees") from error
        except BenefitsError as error:
            raise InvalidSubmission("enrollment_id", obstacle_of(error)) from error
        if named.employee_id != reissue_request.employee.id:
            raise InvalidSubmission("enrollment_id", "not_this_employees")
        return named
