"""Counts refused deliveries, logs them at a limited rate, and notices a wrong signing secret."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from approvals.ports.outside import Clock

LOG_EVERY = timedelta(minutes=1)
"""Between two log lines about refusals for the same reason."""

WINDOW_MINUTES = 10
"""Minutes for which a wrong signature counts as a sign of a wrong secret."""

log = structlog.get_logger()


class Reason(StrEnum):
    """Why a delivery is refused; a label in metrics."""

    UNSIGNED = "unsigned"
    """Without a well-formed signature and timestamp: not from Slack."""
    TIMESTAMP = "timestamp"
    """More than five minutes away from this machine's clock."""
    SIGNATURE = "signature"
    """Signed with another secret."""
    TOO_LARGE = "too_large"
    DEADLINE = "deadline"
    """The body did not arrive in time."""
    BUSY = "busy"
    """Many other bodies were being received, and this one had taken longest."""
    UNREADABLE = "unreadable"
    """Signed, but not one of Slack's forms."""


HINTS: Mapping[Reason, str] = {
    Reason.TIMESTAMP: "if they are Slack's, set the clock of this machine",
    Reason.SIGNATURE: "if they are Slack's, SLACK_SIGNING_SECRET is wrong",
}


@dataclass(slots=True)
class RefusedDeliveries:
    """What was refused since the start of the process. Anyone can cause refusals, so it needs the same space for any
    number of them."""

    clock: Clock
    counts: Counter[Reason] = field(default_factory=Counter)
    verified: int = 0
    _logged: dict[Reason, tuple[datetime, int]] = field(default_factory=dict)
    _wrong: Counter[int] = field(default_factory=Counter)
    _last_right: int | None = None

    def note(self, reason: Reason) -> None:
        """A delivery was refused."""
        self.counts[reason] += 1
        if reason is Reason.SIGNATURE:
            self._forget_old()
            self._wrong[self._minute()] += 1
        self._log(reason)

    def note_verified(self) -> None:
        """A delivery had a right signature."""
        self.verified += 1
        self._last_right = self._minute()

    def trouble(self) -> str | None:
        """A sentence while the signing secret may be wrong: some signatures were wrong of late, and none was right."""
        self._forget_old()
        wrong = self._wrong.total()
        is_proven = self._last_right is not None and self._last_right > self._minute() - WINDOW_MINUTES
        if not wrong or is_proven:
            return None
        counted = "1 delivery" if wrong == 1 else f"{wrong} deliveries"
        return (
            f"{counted} in the last {WINDOW_MINUTES} minutes had a wrong signature and none a right one: "
            "check SLACK_SIGNING_SECRET, unless they are not Slack's"
        )

    def _log(self, reason: Reason) -> None:
        """The first refusal at once; then at most one line for each LOG_EVERY, with the number since the last line."""
        now = self.clock.now()
        at, told = self._logged.get(reason, (None, 0))
        if at is None or now - at >= LOG_EVERY:
            hint = {"hint": HINTS[reason]} if reason in HINTS else {}
            log.warning("deliveries_refused", reason=reason.value, count=self.counts[reason] - told, **hint)
            self._logged[reason] = now, self.counts[reason]

    def _forget_old(self) -> None:
        oldest = self._minute() - WINDOW_MINUTES
        for minute in [minute for minute in self._wrong if minute <= oldest]:
            del self._wrong[minute]

    def _minute(self) -> int:
        return int(self.clock.now().timestamp() // 60)
