"""Who counts as away: a pure function of what a person said in Home, their status in Slack, and the time.

It never says who may decide: a person who is away may still do everything.
"""

import re
from datetime import datetime, timedelta, tzinfo

from approvals.model.away import Absence, Away, SlackStatus
from approvals.rules.deadlines import day_at

LONGEST = timedelta(days=366)
"""The longest time for which a person can say in Home that they are away."""

AWAY_EMOJI = frozenset(
    {
        ":palm_tree:",
        ":desert_island:",
        ":beach_with_umbrella:",
        ":umbrella_on_ground:",
        ":face_with_thermometer:",
    }
)
"""The emoji of the status that Slack suggests for vacations and sick days, and similar ones. `:no_entry:` is not among
them: people set it for an hour in which they do not want to be disturbed."""

_LEAVE = r"((sick|parental|maternity|paternity|annual|family|medical) )?leave"
_AWAY_TEXT = re.compile(
    rf"\b(vacationing|on ((a|my) )?(vacation|holidays?)|(out|off) sick|on {_LEAVE}|on pto|ooo|out of (the )?office)\b",
    re.IGNORECASE,
)
_ABOUT_LATER = re.compile(r"\b(not|from|next|starting|starts|tomorrow|soon|back from)\b", re.IGNORECASE)
"""Words that say that it is not now: "OOO from Monday"."""


def away_now(absence: Absence | None, status: SlackStatus | None, now: datetime, zone: tzinfo) -> Away | None:
    """Whether a person in `zone` is away, and until which day. Their own word comes first."""
    until = absence.until if absence else None
    if until is not None and day_at(now, zone) <= until:
        return Away(until=until, is_own_word=True)
    if status is None or not _says_away(status) or (status.ends_at is not None and status.ends_at <= now):
        return None
    last = None if status.ends_at is None else day_at(status.ends_at - timedelta(seconds=1), zone)
    return Away(until=last, is_own_word=False)


def is_out_of_reach(missing: int, present: int, away: int) -> bool:
    """Whether a request lacks `missing` approvals, and the people who could still give one are too few without those
    who are away. If no one is away, it is not for absence."""
    return away > 0 and present < missing


def _says_away(status: SlackStatus) -> bool:
    if _ABOUT_LATER.search(status.text):
        return False
    return status.emoji in AWAY_EMOJI or _AWAY_TEXT.search(status.text) is not None
