"""The employee's election after a reissue: read again a week before the window ends, with a reminder if it is open."""

from dataclasses import dataclass
from functools import partial

from approvals.driver.expire import UNREADABLE_WAIT
from approvals.errors import AuthorityUnreadable
from approvals.lookups.calendars import Calendars
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.recording import Recorder
from approvals.rules import lifecycle
from approvals.rules.deadlines import election_reminder_at, end_of
from approvals.rules.pace import seconds_until
from benefits.errors import BenefitsError
from benefits.models import Enrollment
from benefits.port import Benefits

READ_AGAIN = 900.0
"""Seconds until the next try if the new enrollment could not be read: no reminder is sent without knowing."""


@dataclass(frozen=True, eq=False, repr=False)
class ElectionWatch:
    """Watches a reissued request whose employee has to choose. Returns the seconds until the next look, if any."""

    recorder: Recorder
    benefits: Benefits
    calendars: Calendars
    clock: Clock

    async def work(self, seen: ReissueRequest) -> float | None:
        """Wait for the right time; then remind the requester once, or update the summary if there was an election."""
        if not seen.awaits_election or seen.summary is None or seen.election_reminded_at or seen.blanked_at:
            return None
        if seen.contract is not self.benefits.contract:
            return None
        try:
            zone = await self.calendars.zone_of(seen.requester)
        except AuthorityUnreadable:
            return UNREADABLE_WAIT
        end, now = seen.election_end, self.clock.now()
        due = election_reminder_at(end, seen.changed_at, zone)
        if due is None or end is None or now >= end_of(end, zone):
            return None
        return seconds_until(due, now) or await self._look(seen, seen.summary)

    async def _look(self, seen: ReissueRequest, before: Enrollment) -> float:
        try:
            summary = await self.benefits.enrollment(before.id, seen.employee)
        except BenefitsError:
            return READ_AGAIN
        refreshed = lifecycle.refresh(seen, summary)
        if not refreshed.awaits_election:
            return await self.recorder.move(seen, partial(lifecycle.refresh, summary=summary), EventKind.REFRESHED)
        remind = partial(lifecycle.remind_of_election, summary=summary, now=self.clock.now())
        return await self.recorder.move(seen, remind, EventKind.REMINDED)
