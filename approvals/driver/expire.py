"""Watches the deadline of a request that waits for a decision: it expires, and more approvers are asked before."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from approvals.errors import AuthorityUnreadable
from approvals.lookups.calendars import Calendars
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.outside import Clock
from approvals.recording import Recorder
from approvals.rules import lifecycle
from approvals.rules.deadlines import day_at, days_left, end_of
from approvals.rules.pace import seconds_until
from approvals.rules.policy import Policy

UNREADABLE_WAIT = 60.0
"""Seconds until the next look if Slack did not give the requester's time zone, and so their date."""


@dataclass(frozen=True, slots=True)
class DeadlineWatch:
    """Lets a request in `pending` or `needs_info` expire, and asks more approvers before that.

    Its methods return the seconds until the next look.
    """

    recorder: Recorder
    policy: Policy
    calendars: Calendars
    clock: Clock

    async def work(self, seen: ReissueRequest) -> float:
        """Expire or escalate if due; otherwise look again at the next midnight.

        Decisions count until the bot expires it.
        """
        try:
            zone = await self.calendars.zone_of(seen.requester)
        except AuthorityUnreadable:
            return UNREADABLE_WAIT
        now = self.clock.now()
        today = day_at(now, zone)
        if seen.deadline is not None and today > seen.deadline:
            return await self.recorder.move(seen, partial(lifecycle.expire, now=now), EventKind.EXPIRED)
        if self._must_escalate(seen, today):
            return await self.recorder.move(seen, partial(lifecycle.escalate, now=now), EventKind.ESCALATED)
        return seconds_until(end_of(today, zone), now)

    def _must_escalate(self, seen: ReissueRequest, today: date) -> bool:
        """Whether to ask more approvers: once, and only in `pending`, since they cannot help a requester to answer."""
        if not self.policy.escalation_approvers or seen.escalated_at is not None or seen.deadline is None:
            return False
        is_near = days_left(seen.deadline, today) <= self.policy.escalate_days_before
        return is_near and seen.status is RequestStatus.PENDING
