"""Days and hours as people count them: pure functions of an instant and a person's time zone.

A deadline is a plain date. It is over when that date has ended in the requester's time zone. What counts for a life
event's window is the day of the request and not that of the decision: at least 30 days to *request* a change (29 CFR
2590.701-6). So a request that was made in time stays open after the window, as overdue, until it lapses.
 "Days left" are counted
there too, so a card never says "1 day left" about an expired request. An approver further west may have a few hours
less than their own calendar says; by then they read "today is the last day".
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, reset_tzpath

from benefits.models import Enrollment, QualifyingLifeEvent

DAY = timedelta(days=1)

LAST_WEEK = 7
"""With this many days left or fewer there is a digest every working day, and a reminder of an open election."""

DIGEST_HOURS = (time(9), time(17))
"""The hours, by the approver's own clock, in which a digest may be sent: at nine, or later if nine was missed."""

QUIET_WEEK = frozenset({0, 3})
"""Monday and Thursday (`date.weekday`): the days of a digest without a request in its last week."""

FRIDAY = 4

reset_tzpath(())
"""From here on every zone of this process follows the tzdata package. Otherwise the machine's files would come first,
and they are often years old: an hour wrong where a country has changed its clocks since."""


def zone_called(name: str | None) -> tzinfo:
    """The zone of that name (users.info, `tz`: IANA's names); UTC if the name is missing or unknown."""
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):  # not a name, or one of a folder of zones: what zoneinfo raises for those
        return UTC


def day_at(instant: datetime, zone: tzinfo) -> date:
    """The date in a zone at an instant."""
    return instant.astimezone(zone).date()


def start_of(day: date, zone: tzinfo) -> datetime:
    """When a date begins in a zone (UTC). If clocks go forward at midnight, that is one o'clock."""
    return at_clock(day, time.min, zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """When a date ends in a zone (UTC): the next one begins."""
    return start_of(day + DAY, zone)


def at_clock(day: date, clock: time, zone: tzinfo) -> datetime:
    """When clocks in a zone show a time (UTC); the first of two if the clocks go back over it."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def day_of_window(qle: QualifyingLifeEvent | None, on: date) -> tuple[int, int] | None:
    """Which day of a life event's window a date is, and how many days the window has: (29, 30). Its first day is day 1.
    None outside of the window, or if one of its ends is not known."""
    start = None if qle is None else qle.enrollment_window_start
    end = None if qle is None else qle.enrollment_window_end
    if start is None or end is None or not start <= on <= end:
        return None
    return (on - start).days + 1, (end - start).days + 1


def lapse_of(enrollment: Enrollment, asked_on: date, ttl_days: int) -> date:
    """The last day on which a request can be decided at all: `ttl_days` after it was made, but before the month in
    which the plan year ends, because nothing can be reissued in that month."""
    latest, plan_year_end = asked_on + ttl_days * DAY, enrollment.plan_year_end
    before_last_month = latest if plan_year_end is None else plan_year_end.replace(day=1) - DAY
    return min(latest, before_last_month) if before_last_month >= asked_on else latest


LONGEST_WINDOW = timedelta(days=60)
"""A life event's window is typically 30 to 60 days long (Vitable's API reference, qualifying life events)."""


def days_since_report(qle: QualifyingLifeEvent | None, on: date) -> int | None:
    """For a life event of which no window is told: the days since it was reported, if by then its window must be over;
    otherwise None."""
    if qle is None or qle.enrollment_window_end is not None or qle.event_date is not None or qle.submitted_at is None:
        return None
    passed = on - qle.submitted_at.date()
    return passed.days if passed > LONGEST_WINDOW else None


def deadline_of(qle: QualifyingLifeEvent | None, asked_on: date, lapses_on: date) -> date:
    """The last day for a decision in time: the end of the life event's window, or the day on which the request lapses
    if that is sooner.

    A window that had already ended when it was asked for is ignored.
    """
    window_end = None if qle is None else qle.enrollment_window_end
    return lapses_on if window_end is None or window_end < asked_on else min(window_end, lapses_on)


def days_left(deadline: date, today: date) -> int:
    """The days until a deadline: 0 on the last day, less than 0 after it."""
    return (deadline - today).days


def digest_day(now: datetime, zone: tzinfo) -> date | None:
    """The date in a zone, if a digest may be sent now: on a working day (Monday to Friday), between nine and five."""
    local = now.astimezone(zone)
    first, last = DIGEST_HOURS
    return local.date() if local.weekday() <= FRIDAY and first <= local.time() < last else None


def next_digest_hour(now: datetime, zone: tzinfo) -> datetime:
    """When a digest may be sent next (UTC): the next nine o'clock in the zone on a working day, perhaps today's."""
    day = day_at(now, zone)
    while day.weekday() > FRIDAY or at_clock(day, DIGEST_HOURS[0], zone) <= now:
        day += DAY
    return at_clock(day, DIGEST_HOURS[0], zone)


def is_worth_a_digest(today: date, waiting_since: date, soonest: int) -> bool:
    """Whether waiting requests deserve a message today.

    Requests that came today do not: they were announced already. While the `soonest` deadline is more than a week away,
    there are only two messages a week.
    """
    return waiting_since < today and (soonest <= LAST_WEEK or today.weekday() in QUIET_WEEK)


def election_reminder_at(window_end: date | None, reissued_at: datetime, zone: tzinfo) -> datetime | None:
    """When to remind of an election that is still open (UTC): at nine, a week before the window ends.

    If the reissue came later than that, on the day after it. None if that would be too late, or the window has no end.
    """
    if window_end is None:
        return None
    on = max(window_end - LAST_WEEK * DAY, day_at(reissued_at, zone) + DAY)
    return at_clock(on, DIGEST_HOURS[0], zone) if on <= window_end else None
