"""Watches the deadline of a request that waits for a decision: more approvers are asked before it, afterwards the
request is overdue, and in the end it expires."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from approvals.errors import AuthorityUnreadable
from approvals.lookups.calendars import Calendars
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.recording import Recorder
from approvals.rules import lifecycle
from approvals.rules.deadlines import day_at, end_of
from approvals.rules.due import Due, due_on
from approvals.rules.pace import seconds_until
from approvals.rules.routes import Routes

UNREADABLE_WAIT = 60.0
"""Seconds until the next look if Slack did not give the requester's time zone, and so their date."""


@dataclass(frozen=True, eq=False, repr=False)
class DeadlineWatch:
    """Marks a request in `pending` or `needs_info` as overdue, lets it expire, and asks more approvers before that.

    Its methods return the seconds until the next look.
    """

    recorder: Recorder
    routes: Routes
    calendars: Calendars
    clock: Clock

    async def work(self, seen: ReissueRequest) -> float:
        """Expire, mark as overdue or escalate if due; otherwise look again at the next midnight.

        Decisions count until the bot expires it.
        """
        try:
            zone = await self.calendars.zone_of(seen.requester)
        except AuthorityUnreadable:
            return UNREADABLE_WAIT
        now = self.clock.now()
        today = day_at(now, zone)
        match due_on(today, seen, self.routes.shown_for(seen)):
            case Due.EXPIRE:
                return await self.recorder.move(seen, partial(lifecycle.expire, now=now), EventKind.EXPIRED)
            case Due.OVERDUE:
                return await self._overdue(seen, now)
            case Due.ESCALATE:
                return await self.recorder.move(seen, partial(lifecycle.escalate, now=now), EventKind.ESCALATED)
            case None:
                return seconds_until(end_of(today, zone), now)

    async def _overdue(self, seen: ReissueRequest, now: datetime) -> float:
        """Mark it, and ask the approvers again: all of them from now on."""
        policy = self.routes.shown_for(seen)
        lapses_on, others = policy.lapses_on(seen), bool(policy.escalation_approvers)
        change = partial(lifecycle.overdue, now=now, lapses_on=lapses_on, others=others)
        return await self.recorder.move(seen, change, EventKind.OVERDUE, lapses_on=lapses_on.isoformat())
