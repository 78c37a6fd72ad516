"""Watches for requests that wait while too few are present who could decide on them: others are asked at once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from approvals.errors import AuthorityUnreadable, NotAllowed
from approvals.lookups.authority import Actor, Authority
from approvals.lookups.presence import Presence
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.recording import AGAIN, Line, Recorder, note
from approvals.rules import lifecycle
from approvals.rules.absence import is_out_of_reach
from approvals.rules.policy import is_group

AWAY = "away"
"""The audit's code for an escalation that did not wait for the deadline."""


@dataclass(frozen=True, eq=False, repr=False)
class AbsenceWatch:
    """Asks the escalation approvers about a request that those who are present cannot decide; without any, it says so.

    It does each once. It does nothing while Slack does not say who the approvers are, or whether they are away.
    """

    recorder: Recorder
    authority: Authority
    presence: Presence

    async def work(self, seen: ReissueRequest) -> float | None:
        """Escalate if due; the seconds until the next call, None if there is nothing to do."""
        is_waiting = seen.status is RequestStatus.PENDING and seen.requester_left is None
        if not is_waiting or seen.escalated_at is not None:
            return None
        try:
            present = await self._too_few(seen)
            if present is None:
                return None
        except AuthorityUnreadable:
            return None
        if not self.authority.routes.shown_for(seen).escalation_approvers:
            return await self._tell_once(seen, present)
        change = partial(lifecycle.escalate, now=self.recorder.clock.now())
        return await self.recorder.move(seen, change, EventKind.ESCALATED, because=AWAY, **_code(present))

    async def _too_few(self, seen: ReissueRequest) -> int | None:
        """How many are present who may still approve, if they are too few because others are away; None if they are
        enough, or no one is away. Raises AuthorityUnreadable."""
        people = [user_id async for user_id in self._approvers(seen)]
        if not await self.presence.among(people):
            return None
        void = (await self.authority.standing_of(seen)).void
        missing = seen.approvals_required - len(seen.approvals) + len(void)
        present, away = set[str](), set[str]()
        for user_id in people:
            actor = await self.authority.known(Actor(user_id, None))
            if await self._may_decide(actor, seen):
                (present if await self.presence.away(actor.user_id) is None else away).add(actor.user_id)
            if len(present) >= missing:
                return None
        return len(present) if is_out_of_reach(missing, len(present), len(away)) else None

    async def _approvers(self, seen: ReissueRequest) -> AsyncIterator[str]:
        """The user ids of the approvers; other than `Authority.people_in`, it leaves out no group."""
        for subject in self.authority.routes.shown_for(seen).approvers_of(seen):
            members = await self.authority.directory.group(subject) if is_group(subject) else (subject,)
            for user_id in sorted(members):
                yield user_id

    async def _may_decide(self, actor: Actor, seen: ReissueRequest) -> bool:
        if any(approval.approver == actor.user_id for approval in seen.approvals):
            return False
        try:
            await self.authority.of_approver_for(actor, seen)
        except AuthorityUnreadable:
            raise
        except NotAllowed:
            return False
        return True

    async def _tell_once(self, seen: ReissueRequest, present: int) -> float | None:
        """Note that too few approvers are present, for the thread, unless it was noted before."""
        async with self.recorder.store.writing() as work:
            current = await work.requests.get(seen.id)
            if current.version != seen.version:
                return AGAIN
            if any(event.kind is EventKind.ALL_AWAY for event in await work.events.of(seen.id)):
                return None
            await note(work, current, Line(kind=EventKind.ALL_AWAY, at=self.recorder.clock.now(), codes=_code(present)))
            await work.commit()
        return AGAIN


def _code(present: int) -> dict[str, int]:
    """Without it, all are away."""
    return {"present": present} if present else {}
