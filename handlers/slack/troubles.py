"""What Slack refuses until a person repairs it, or does not answer, for readiness and metrics."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from approvals.ports.outside import Clock

TOKEN = frozenset({"account_inactive", "invalid_auth", "missing_scope", "not_authed", "token_expired", "token_revoked"})
"""Codes of a bot that may not speak at all: a person must install it again."""

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
"""Codes of a conversation that does not take the bot's messages, though others do (chat.postMessage, chat.update)."""

NOT_ANSWERED = "no_answer"
"""Our code for calls that Slack did not answer, or cannot answer now."""

OTHER = "other"

LASTS = timedelta(minutes=5)
"""A refused try is repeated every minute; if it is not, another replica does the work now."""


@dataclass(frozen=True, eq=False, repr=False)
class SlackTroubles:
    """The refused things by name, each with Slack's code and the time of its last refusal."""

    clock: Clock
    noted: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def note(self, what: str, code: str) -> None:
        """Slack refused something."""
        self.noted[what] = (code, self.clock.now())

    def clear(self, what: str) -> None:
        """Slack took something of the kind."""
        self.noted.pop(what, None)

    def current(self) -> dict[str, str]:
        """The present refusals, each with Slack's code."""
        since = self.clock.now() - LASTS
        return {what: code for what, (code, at) in self.noted.items() if at > since}


def counted_as(code: str) -> str:
    """A code as metrics name it: one of the known ones or `other`, so that their number stays small."""
    return code if code in TOKEN | CLOSED | {NOT_ANSWERED} else OTHER
