"""Compares this machine's clock with the servers', and its time zones with Slack's.

A signature of Slack is good for 300 s by our clock; deadlines end at midnight in a person's time zone.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from approvals.rules.deadlines import zone_called
from bot.doctor.finding import Check, Finding, failed, ok, warning
from handlers.slack.probe import Account

LARGEST_SKEW = 60.0
"""Seconds. Beyond 300 every delivery of Slack is refused, and a clock that is off by 60 will soon be there."""

SET_THE_CLOCK = "Switch time synchronization on, for example with `sudo timedatectl set-ntp true`."

UNSAID = "Compare this machine's clock with another one: the server sends no Date header."


NEWER_RULES = (
    "Type `python -m pip install --upgrade tzdata` in the bot's environment and restart it: until then deadlines of "
    "people there end at another hour than their clocks show."
)


def compare(about: str, theirs: datetime | None, ours: datetime) -> Finding:
    """Compare this machine's time with a server's `Date` header (whole seconds, UTC)."""
    if theirs is None:
        return warning(Check.CLOCK, "does not say what time it is", UNSAID, about=about)
    skew = (ours - theirs).total_seconds()
    if abs(skew) > LARGEST_SKEW:
        way = "behind" if skew > 0 else "ahead of"
        return failed(Check.CLOCK, f"{abs(skew):.0f} s {way} this machine's clock", SET_THE_CLOCK, about=about)
    return ok(Check.CLOCK, "agrees with this machine's clock", about=about)


def compare_zones(accounts: Iterable[Account], now: datetime) -> Finding:
    """Compare what Slack adds to UTC for people with what our rules say about their zones."""
    known = ((account.person.tz, account.offset) for account in accounts)
    told = {zone: offset for zone, offset in known if zone and offset is not None}
    ours = {zone: zone_called(zone).utcoffset(now) for zone in told}
    off = [
        f"{zone}: {_from_utc(timedelta(seconds=offset))} for Slack, {_from_utc(ours[zone])} for the bot"
        for zone, offset in sorted(told.items())
        if ours[zone] != timedelta(seconds=offset)
    ]
    if off:
        return warning(Check.TIME_ZONES, "; ".join(off), NEWER_RULES)
    return ok(Check.TIME_ZONES, f"as Slack has them: {', '.join(sorted(told)) or 'it knows none'}")


def _from_utc(offset: timedelta | None) -> str:
    """Such as UTC-07:00."""
    minutes = round((offset or timedelta()).total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
