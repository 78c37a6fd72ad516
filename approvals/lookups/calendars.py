"""Which day it is for a person, by their time zone in Slack."""

from dataclasses import dataclass
from datetime import date, tzinfo

from approvals.ports.outside import Clock, Directory
from approvals.rules.deadlines import day_at, zone_called


@dataclass(frozen=True, eq=False, repr=False)
class Calendars:
    """People's time zones and dates. Raises AuthorityUnreadable while Slack does not answer."""

    directory: Directory
    clock: Clock

    async def zone_of(self, user_id: str) -> tzinfo:
        """A person's time zone; UTC if Slack has none for them."""
        return zone_called((await self.directory.person(user_id)).tz)

    async def today_of(self, user_id: str) -> date:
        """The date in a person's time zone."""
        return day_at(self.clock.now(), await self.zone_of(user_id))
