"""An event of every kind, and who did it: for scenes and tests."""

from collections.abc import Mapping

from approvals.model.event import THE_BOT, THE_OPERATOR, Event, EventKind
from tests.builders import (
    APPROVER,
    REQUESTER,
    an_event,
)

STANDING_WHEN: Mapping[EventKind, str] = {
    EventKind.SUBMITTED: "pending",
    EventKind.APPROVED: "pending_one_of_two",
    EventKind.DENIED: "denied",
    EventKind.ASKED: "needs_info",
    EventKind.ANSWERED: "pending_after_answer",
    EventKind.WITHDRAWN: "withdrawn",
    EventKind.EXPIRED: "expired",
    EventKind.PAUSED: "applying_on_hold",
    EventKind.RESUMED: "applying",
    EventKind.HELD: "unknown_after_restore",
    EventKind.ATTEMPTED: "applying",
    EventKind.POSTPONED: "applying",
    EventKind.REISSUED: "reissued",
    EventKind.FAILED: "failed",
    EventKind.LOST: "checking",
    EventKind.UNKNOWN: "unknown",
    EventKind.RETRIED: "applying",
    EventKind.CHECKED: "checking",
    EventKind.SENT_AGAIN: "applying",
    EventKind.MARKED_DONE: "reissued_confirmed",
    EventKind.CLOSED: "closed_after_unknown",
    EventKind.REFRESHED: "reissued",
    EventKind.EDITED: "pending_after_change",
    EventKind.REQUESTER_LEFT: "pending_after_the_requester_left",
    EventKind.REQUESTER_BACK: "pending",
    EventKind.TAKEN_OVER: "pending",
    EventKind.ESCALATED: "pending",
    EventKind.ALL_AWAY: "pending",
    EventKind.OVERDUE: "pending_overdue",
    EventKind.MOVED: "pending",
    EventKind.REMINDED: "reissued_awaiting_election",
    EventKind.VIEWED: "pending",
    EventKind.BLANKED: "blanked",
    EventKind.FORGOTTEN: "blanked",
    EventKind.REFUSED: "pending",
    EventKind.UNDELIVERABLE: "pending",
    EventKind.NOT_KNOWN: "pending",
}
BY_THE_REQUESTER = frozenset({EventKind.ANSWERED, EventKind.EDITED, EventKind.WITHDRAWN})
BY_THE_BOT = frozenset(
    {
        EventKind.EXPIRED,
        EventKind.PAUSED,
        EventKind.RESUMED,
        EventKind.ATTEMPTED,
        EventKind.POSTPONED,
        EventKind.REQUESTER_LEFT,
        EventKind.REQUESTER_BACK,
        EventKind.ESCALATED,
        EventKind.ALL_AWAY,
        EventKind.OVERDUE,
        EventKind.MOVED,
        EventKind.REMINDED,
        EventKind.BLANKED,
        EventKind.REISSUED,
        EventKind.FAILED,
        EventKind.LOST,
        EventKind.UNKNOWN,
        EventKind.UNDELIVERABLE,
    }
)


def what_happened(kind: EventKind) -> Event:
    """An event of a kind, by whoever does such things."""
    codes: dict[str, str | int] = {"attempt": 1, "wanted": "approved", "why": "OwnRequest"}
    codes |= {"message": "card", "code": "is_archived"}
    if kind in (EventKind.ANSWERED, EventKind.EDITED):
        codes |= {"revision": 2, "changed": "reason,qle", "void": 1}
    if kind is EventKind.MOVED:
        codes |= {"route": "freight", "from": "C0APPROVALS", "to": "C0FREIGHT"}
    if kind is EventKind.REQUESTER_LEFT:
        codes |= {"why": "NotARequester"}
    return an_event(kind, actor=_actor(kind), codes=codes)


def _actor(kind: EventKind) -> str:
    if kind in (EventKind.HELD, EventKind.FORGOTTEN):
        return THE_OPERATOR
    if kind in BY_THE_BOT:
        return THE_BOT
    return REQUESTER if kind in BY_THE_REQUESTER else APPROVER
