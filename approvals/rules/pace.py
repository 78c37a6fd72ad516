"""How long the bot waits before it looks again: computed from how long it has waited, so no counter can be lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOLD_WAIT = 6.0
"""Seconds until the next look while sending is switched off; a restart switches it on again."""

PATIENCE = timedelta(minutes=30)
"""How long the bot keeps trying by itself to send or to read before a person decides."""

LONGEST_WAIT = 300.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How the sending of reissues is paced.

    `timeout` is the client's total time for a POST, `readback_settle` the time after the start of an attempt
    before "nothing new" may count; both in seconds. `max_concurrent` is the most POSTs under way in all replicas. While
    `paused`, nothing is sent.
    """

    timeout: float
    readback_settle: float
    max_concurrent: int
    paused: bool = False


def back_off(since: datetime, now: datetime) -> float:
    """Seconds until the next try: half of the time already waited, at least 1, at most 300."""
    return min(LONGEST_WAIT, max(1.0, (now - since).total_seconds() / 2))


def seconds_until(at: datetime, now: datetime) -> float:
    """Seconds from `now` to `at`; 0 when it has passed."""
    return max(0.0, (at - now).total_seconds())


def earliest(*delays: float | None) -> float | None:
    """The shortest of some delays; None means "never"."""
    return min((delay for delay in delays if delay is not None), default=None)
