"""The audit: what happened to a request, who did it, when. Only codes and ids; free text only as a keyed hash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

THE_BOT = "bot"
"""The actor if no person did it."""

THE_OPERATOR = "operator"
"""The actor if it was done with a command, by the operator of the bot."""


class EventKind(StrEnum):
    """What happened."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    DENIED = "denied"
    ASKED = "asked"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    PAUSED = "paused"
    """Sending is switched off, so the bot waits."""
    RESUMED = "resumed"
    """Sending is switched on again."""
    HELD = "held"
    """A backup was restored: the reissue may have been sent after the backup was taken."""
    ATTEMPTED = "attempted"
    """An attempt was written down and is being sent."""
    POSTPONED = "postponed"
    """An attempt was certainly not processed; the bot tries again by itself."""
    REISSUED = "reissued"
    FAILED = "failed"
    LOST = "lost"
    """The outcome of an attempt is not known; the bot reads back."""
    UNKNOWN = "unknown"
    """Reading back found nothing."""
    RETRIED = "retried"
    CHECKED = "checked"
    SENT_AGAIN = "sent_again"
    MARKED_DONE = "marked_done"
    CLOSED = "closed"
    REFRESHED = "refreshed"
    """The enrollment after the reissue was read again and had changed."""
    EDITED = "edited"
    """The requester changed what approvers judge; earlier approvals are void."""
    REQUESTER_LEFT = "requester_left"
    """The bot found that the requester may no longer request; `codes` says why."""
    REQUESTER_BACK = "requester_back"
    """The bot found that the requester may request again."""
    TAKEN_OVER = "taken_over"
    """Another requester took the request over from one who left; earlier approvals are void."""
    ESCALATED = "escalated"
    """More approvers were asked, because the deadline is near, or with the code `because` because all are away; if
    some are not, but too few for the approvals that are needed, `present` says how many."""
    ALL_AWAY = "all_away"
    """The bot found that all who could decide are away, or too many (`present`), and there is no one else to ask."""
    OVERDUE = "overdue"
    """The deadline passed without a decision; the request can be decided until it lapses."""
    MOVED = "moved"
    """The card was moved to another channel, because its route has that one now; `codes` says from where to where."""
    REMINDED = "reminded"
    """The requester was reminded that the employee's election is still open."""
    VIEWED = "viewed"
    """A person looked at the details."""
    BLANKED = "blanked"
    """Names and free text were removed, as the retention setting says."""
    FORGOTTEN = "forgotten"
    """Names and free text were removed, because the operator had the bot forget the employee."""
    UNDELIVERABLE = "undeliverable"
    """Slack refused a message about the request; `codes` says which one and why."""
    REFUSED = "refused"
    """A click was refused; `codes` says which and why."""
    EVENT_ASKED = "event_asked"
    """A requester wants a life event recorded. Lines about life events have no request."""
    EVENT_ATTEMPTED = "event_attempted"
    """A life event is being sent."""
    EVENT_RECORDED = "event_recorded"
    """Vitable has the life event."""
    EVENT_NOT_RECORDED = "event_not_recorded"
    """The life event was certainly not recorded."""
    EVENT_LOST = "event_lost"
    """The answer to the recording of a life event was lost; the bot reads back."""
    EVENT_UNKNOWN = "event_unknown"
    """Reading back did not show whether the life event was recorded."""
    EVENT_HELD = "event_held"
    """A backup was restored: the life event may have been sent after the backup was taken."""
    NOT_KNOWN = "not_known"
    """Something that only a later release knows. Read in place of its kind, and never written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One line of the audit. `seq` is 0 until it is stored. `request_id` is None in a line about the recording of a
    life event, which has its id as the code `record`.

    `texts` has the free texts that a new line is about, by name. They are not stored. Only a keyed hash of each is, as
    the code `…_hash`, so that a person who has the text can prove that it was this one.
    """

    request_id: UUID | None
    at: datetime
    actor: str
    kind: EventKind
    codes: Mapping[str, str | int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    seq: int = 0
