"""Counts refused deliveries, logs them at a limited rate, and notices a wrong secret."""

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
    """Without a well-formed signature and timestamp: a stranger's."""
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
    """Signed, but not of a form that the sender's deliveries have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who signs deliveries: `whose` they are in a sentence, the setting of the `secret`, and the log's `event`."""

    whose: str
    secret: str
    event: str

    @property
    def hints(self) -> Mapping[Reason, str]:
        """What an operator can do about some of the reasons."""
        return {
            Reason.TIMESTAMP: f"if they are {self.whose}, set the clock of this machine",
            Reason.SIGNATURE: f"if they are {self.whose}, {self.secret} is wrong",
        }


SLACK = Sender(whose="Slack's", secret="SLACK_SIGNING_SECRET", event="deliveries_refused")  # noqa: S106 - a name
VITABLE = Sender(whose="Vitable's", secret="VITABLE_WEBHOOK_SECRET", event="webhooks_refused")  # noqa: S106 - likewise


@dataclass(slots=True, eq=False, repr=False)
class RefusedDeliveries:
    """What was refused since the start of the process. Anyone can cause refusals, so it needs the same space for any
    number of them."""

    clock: Clock
    sender: Sender = SLACK
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
        """A sentence while the secret may be wrong: some signatures were wrong of late, and none was right."""
        self._forget_old()
        wrong = self._wrong.total()
        is_proven = self._last_right is not None and self._last_right > self._minute() - WINDOW_MINUTES
        if not wrong or is_proven:
            return None
        counted = "1 delivery" if wrong == 1 else f"{wrong} deliveries"
        return (
            f"{counted} in the last {WINDOW_MINUTES} minutes had a wrong signature and none a right one: "
            f"check {self.sender.secret}, unless they are not {self.sender.whose}"
        )

    def _log(self, reason: Reason) -> None:
        """The first refusal at once; then at most one line for each LOG_EVERY, with the number since the last line."""
        now = self.clock.now()
        at, told = self._logged.get(reason, (None, 0))
        if at is None or now - at >= LOG_EVERY:
            hint = {"hint": self.sender.hints[reason]} if reason in self.sender.hints else {}
            log.warning(self.sender.event, reason=reason.value, count=self.counts[reason] - told, **hint)
            self._logged[reason] = now, self.counts[reason]

    def _forget_old(self) -> None:
        oldest = self._minute() - WINDOW_MINUTES
        for minute in [minute for minute in self._wrong if minute <= oldest]:
            del self._wrong[minute]

    def _minute(self) -> int:
        return int(self.clock.now().timestamp() // 60)
