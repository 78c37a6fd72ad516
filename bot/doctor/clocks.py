"""Compares this machine's clock with the servers'. A signature of Slack is good for 300 s by our clock."""

from datetime import datetime

from bot.doctor.finding import Check, Finding, failed, ok, warning

LARGEST_SKEW = 60.0
"""Seconds. Beyond 300 every delivery of Slack is refused, and a clock that is off by 60 will soon be there."""

SET_THE_CLOCK = "Switch time synchronization on, for example with `sudo timedatectl set-ntp true`."

UNSAID = "Compare this machine's clock with another one: the server sends no Date header."


def compare(about: str, theirs: datetime | None, ours: datetime) -> Finding:
    """Compare this machine's time with a server's `Date` header (whole seconds, UTC)."""
    if theirs is None:
        return warning(Check.CLOCK, "does not say what time it is", UNSAID, about=about)
    skew = (ours - theirs).total_seconds()
    if abs(skew) > LARGEST_SKEW:
        way = "behind" if skew > 0 else "ahead of"
        return failed(Check.CLOCK, f"{abs(skew):.0f} s {way} this machine's clock", SET_THE_CLOCK, about=about)
    return ok(Check.CLOCK, "agrees with this machine's clock", about=about)
