"""What came of one copy in Slack, and when to try again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals.model.request import ReissueRequest

LOOK_AGAIN = 2.0
"""Seconds until the next look when another process is posting the same copy."""

SLACK_IS_AWAY = 3.0
"""Seconds until the next try when Slack did not answer. With the 5 s of a call that began before Slack was back, cards
are current within 10 s of its return."""

SLACK_REFUSES = 60.0
"""Seconds until the next try when Slack refuses for a reason that a person must remove."""

SLACK_REFUSES_STILL = 3600.0
"""The same for a closed request to which nothing has happened for as long. There may be thousands of them in a channel
that was put into the archive for good."""

FRESH = timedelta(minutes=1)
"""After a change of its request, a copy is drawn even where Slack has just refused another one: perhaps the person who
made the change has opened the channel."""

AT_ONCE = 0.0
"""Seconds until the next try when a channel has opened during a drawing, when that took so long that what is left has
to be claimed once more, or when another process has drawn something else meanwhile."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostResult:
    """The result for one copy: seconds until the next try (None: it is current), why Slack refused it, and whether
    Slack did not answer at all, so that other copies need not be tried."""

    again_in: float | None = None
    refusal: str | None = None
    is_away: bool = False

    @property
    def holds_up(self) -> bool:
        """Whether later posts in the same thread have to wait, so that a thread tells things in their order. For a post
        that Slack refuses nothing waits: that may be for good."""
        return self.again_in is not None and self.refusal is None


AWAY = PostResult(again_in=SLACK_IS_AWAY, is_away=True)
"""Slack did not answer, or was not asked because it had not answered before."""


def refused(reissue_request: ReissueRequest, code: str, now: datetime) -> PostResult:
    """The result for a copy that Slack refuses with `code`."""
    is_old = (now - reissue_request.changed_at).total_seconds() > SLACK_REFUSES_STILL
    is_over = not reissue_request.status.is_open and is_old
    return PostResult(again_in=SLACK_REFUSES_STILL if is_over else SLACK_REFUSES, refusal=code)


def is_fresh(reissue_request: ReissueRequest, now: datetime) -> bool:
    """Whether a person or the bot has changed the request a moment ago."""
    return now - reissue_request.changed_at < FRESH
