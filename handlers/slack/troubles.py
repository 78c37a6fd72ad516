"""What Slack refuses until a person mends it, or does not answer, as readiness and metrics tell it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from approvals.ports.outside import Clock

TOKEN = frozenset({"account_inactive", "invalid_auth", "missing_scope", "not_authed", "token_expired", "token_revoked"})
"""Codes of a bot that may not speak at all: it has to be installed again."""

CLOSED = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
    }
)
"""Codes of a conversation in which the bot cannot speak, though it can elsewhere (chat.postMessage, chat.update)."""

NOT_ANSWERED = "no_answer"
"""Our word for what Slack did not answer, or said that it cannot do now."""

OTHER = "other"

LASTS = timedelta(minutes=5)
"""A try that is refused is repeated every minute; if it is not, another replica has taken the matter over."""


@dataclass(frozen=True, slots=True)
class SlackTroubles:
    """By what was refused: Slack's code, and when it was last said."""

    clock: Clock
    noted: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def note(self, what: str, code: str) -> None:
        """Slack refused something."""
        self.noted[what] = (code, self.clock.now())

    def clear(self, what: str) -> None:
        """Slack took something of the kind."""
        self.noted.pop(what, None)

    def current(self) -> dict[str, str]:
        """What is refused now, and why."""
        since = self.clock.now() - LASTS
        return {what: code for what, (code, at) in self.noted.items() if at > since}


def counted_as(code: str) -> str:
    """A code as metrics name it: of the known ones or `other`, so that Slack cannot make ever more of them."""
    return code if code in TOKEN | CLOSED | {NOT_ANSWERED} else OTHER
