"""Days and instants as people read them. A plain date never shifts; an instant is shown in each reader's own zone."""

from datetime import UTC, date, datetime

from handlers.words.mrkdwn import Mrkdwn

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date) -> str:
    """A calendar day: "3 Nov 2026"."""
    return f"{_day_and_month(on)} {on.year}"


def days(start: date | None, end: date | None) -> str | None:
    """A span of days, both included: "1 Jan - 31 Dec 2026", with an en dash; None when neither end is known."""
    if start and end:
        return f"{_day_and_month(start) if start.year == end.year else day(start)} \N{EN DASH} {day(end)}"
    if start:
        return f"from {day(start)}"
    return f"until {day(end)}" if end else None


def ahead(count: int) -> str:
    """How far away a day is: "today", "in 1 day", "in 12 days"."""
    return "today" if count == 0 else f"in {counted(count, 'day')}"


def counted(count: int, thing: str) -> str:
    """A number of things: "1 day", "12 days"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def instant(at: datetime) -> Mrkdwn:
    """A moment, for each reader in their own time zone; where Slack cannot do that, in UTC. With the year first: Slack
    would put day and month in the reader's own order, which may differ from that of our days."""
    utc = at.astimezone(UTC)
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{{date_num}} {{time}}|{instant_in_utc(utc)}>")


def date_of(at: datetime) -> Mrkdwn:
    """The day of a moment, for each reader in their own time zone, as `instant` writes it."""
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{{date_num}}|{day(at.astimezone(UTC).date())}>")


def instant_in_utc(at: datetime) -> str:
    """A moment in plain text: "3 Nov 2026 14:05 UTC"."""
    utc = at.astimezone(UTC)
    return f"{day(utc.date())} {utc:%H:%M} UTC"


def _day_and_month(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]}"
