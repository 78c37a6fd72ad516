"""Waiting for a decision: until its last day is over; and what happens on the way there by itself."""

from dataclasses import dataclass
from functools import partial

from approvals import lifecycle
from approvals.calendars import Calendars
from approvals.errors import AuthorityUnreadable
from approvals.event import EventKind
from approvals.pace import seconds_until
from approvals.ports import Clock
from approvals.progress import Progress
from approvals.request import ReissueRequest
from approvals.timekeeping import day_at, end_of

UNREADABLE_WAIT = 60.0
"""Seconds until the next look when Slack did not say where the requester is, and so which day it is for them."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Lets a request in `pending` or `needs_info` expire. Its methods return the seconds until the next look."""

    progress: Progress
    calendars: Calendars
    clock: Clock

    async def work(self, seen: ReissueRequest) -> float:
        """Do what is due; otherwise come back when "days left" change. A decision counts until the bot got here."""
        try:
            zone = await self.calendars.zone_of(seen.requester)
        except AuthorityUnreadable:
            return UNREADABLE_WAIT
        now = self.clock.now()
        today = day_at(now, zone)
        if seen.deadline is not None and today > seen.deadline:
            return await self.progress.move(seen, partial(lifecycle.expire, now=now), EventKind.EXPIRED)
        return seconds_until(end_of(today, zone), now)
