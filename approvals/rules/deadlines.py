"""Days and hours as people count them: pure functions of an instant and of somebody's time zone.

A deadline is a plain date. It is over when that date has ended where the requester is, which is also where "days left"
are counted: so a card never says "1 day left" of a request that has expired. An approver further west may have a few
hours less than their own calendar says, and reads "today is the last day" by then.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)

LAST_WEEK = 7
"""Days left from which on there is a digest every working day, and the requester is reminded of an election."""

DIGEST_HOURS = (time(9), time(17))
"""From when to when, by the approver's own clock, a digest may be sent: at nine, or later where nine was missed."""

QUIET_WEEK = frozenset({0, 3})
"""Monday and Thursday: the days of a digest in which nothing is in its last week (`date.weekday`)."""

FRIDAY = 4


def zone_called(name: str | None) -> tzinfo:
    """The zone of that name (users.info, `tz`: IANA's names); UTC where none is known by it."""
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):  # not a name, or one of a folder of zones: what zoneinfo raises for those
        return UTC


def day_at(instant: datetime, zone: tzinfo) -> date:
    """The date on the calendar there."""
    return instant.astimezone(zone).date()


def start_of(day: date, zone: tzinfo) -> datetime:
    """When a date begins there (UTC). Where clocks are put forward at midnight, that is one o'clock."""
    return at_clock(day, time.min, zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """When a date is over there (UTC): the next one begins."""
    return start_of(day + DAY, zone)


def at_clock(day: date, clock: time, zone: tzinfo) -> datetime:
    """When clocks there show a time (UTC). Of a time that comes twice, the first."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def deadline_of(window_end: date | None, submitted_on: date, ttl_days: int) -> date:
    """The last day for a decision: the window's, but at most `ttl_days` later; a window that had ended sets none."""
    latest = submitted_on + ttl_days * DAY
    return latest if window_end is None or window_end < submitted_on else min(window_end, latest)


def days_left(deadline: date, today: date) -> int:
    """0 on the last day; less than 0 when it is over."""
    return (deadline - today).days


def digest_day(now: datetime, zone: tzinfo) -> date | None:
    """The date there, if a digest may be sent now: a working day (Monday to Friday), between nine and five."""
    local = now.astimezone(zone)
    first, last = DIGEST_HOURS
    return local.date() if local.weekday() <= FRIDAY and first <= local.time() < last else None


def next_digest_hour(now: datetime, zone: tzinfo) -> datetime:
    """When a digest may be sent next (UTC): nine o'clock there, on the next working day, today's not yet past."""
    day = day_at(now, zone)
    while day.weekday() > FRIDAY or at_clock(day, DIGEST_HOURS[0], zone) <= now:
        day += DAY
    return at_clock(day, DIGEST_HOURS[0], zone)


def is_worth_a_digest(today: date, waiting_since: date, soonest: int) -> bool:
    """Whether what waits is worth a message today.

    Not what came today and was announced then; only twice a week as long as the `soonest` deadline has more than a week
    of days left.
    """
    return waiting_since < today and (soonest <= LAST_WEEK or today.weekday() in QUIET_WEEK)


def election_reminder_at(window_end: date | None, reissued_at: datetime, zone: tzinfo) -> datetime | None:
    """When to remind of an election that is still open (UTC): at nine, a week before the window ends.

    Where the reissue came later than that, on the day after it; None where that would be too late, or no end is known.
    """
    if window_end is None:
        return None
    on = max(window_end - LAST_WEEK * DAY, day_at(reissued_at, zone) + DAY)
    return at_clock(on, DIGEST_HOURS[0], zone) if on <= window_end else None
