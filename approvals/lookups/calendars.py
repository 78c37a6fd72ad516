"""Which day it is for somebody: Slack knows in which zone they are."""

from dataclasses import dataclass
from datetime import date, tzinfo

from approvals.ports.outside import Clock, Directory
from approvals.rules.deadlines import day_at, zone_called


@dataclass(frozen=True, slots=True)
class Calendars:
    """Everybody's calendar, by where they are now. Raises AuthorityUnreadable while Slack does not say."""

    directory: Directory
    clock: Clock

    async def zone_of(self, user_id: str) -> tzinfo:
        """The zone somebody is in; UTC for those of whom Slack knows none."""
        return zone_called((await self.directory.person(user_id)).tz)

    async def today_of(self, user_id: str) -> date:
        """The date where somebody is."""
        return day_at(self.clock.now(), await self.zone_of(user_id))
