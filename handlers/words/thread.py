"""One sentence for each event that is posted in the thread under a card, and what an approver can choose then."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.model.audit_codes import AuditCodes
from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest
from handlers.words.dates import instant
from handlers.words.departures import because_words, left_words
from handlers.words.events import found_words, held_words, no_longer_count, who
from handlers.words.mrkdwn import Mrkdwn, channel, link
from handlers.words.removed import employee_name

_THREAD: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.SUBMITTED: "{number} was submitted.",
        EventKind.DENIED: "{number} was denied{by}. Nothing was sent to Vitable.",
        EventKind.ASKED: "A question about {number} was asked{by}.",
        EventKind.ANSWERED: "The question about {number} was answered{by}.",
        EventKind.EDITED: "{number} was changed{by}.",
        EventKind.REQUESTER_LEFT: "The requester of {number} may no longer request{because}. "
        "Another requester can take it over, or an approver closes it.",
        EventKind.REQUESTER_BACK: "The requester of {number} may request again. Approvers, please look at the card.",
        EventKind.TAKEN_OVER: "{number} was taken over{by}: it has another requester now.",
        EventKind.MOVED: "The card of {number} was moved here. {earlier}.",
        EventKind.WITHDRAWN: "{number} was withdrawn{by}. Nothing was sent to Vitable.",
        EventKind.EXPIRED: "{number} has expired: it was not decided in time. Nothing was sent to Vitable.",
        EventKind.PAUSED: "{number} is on hold: {held} for now.",
        EventKind.RESUMED: "{number} is no longer on hold.",
        EventKind.HELD: "The outcome of {number} is unknown.",
        EventKind.ATTEMPTED: "Sending the reissue of {number} to Vitable…",
        EventKind.FAILED: "The reissue of {number} failed.",
        EventKind.LOST: "The outcome of {number} is not clear yet. The bot is looking in Vitable.",
        EventKind.UNKNOWN: "The outcome of {number} is unknown.",
        EventKind.RETRIED: "Retry was chosen{by}: the reissue of {number} is sent once more.",
        EventKind.CHECKED: "Check again was chosen{by} for {number}: the bot looks in Vitable. Nothing is sent.",
        EventKind.SENT_AGAIN: "Send again was chosen{by}: the reissue of {number} is sent a second time.",
        EventKind.MARKED_DONE: "{number} was marked as done{by}: the reissue was seen in Vitable.",
        EventKind.CLOSED: "{number} was closed{by}. Nothing more is sent to Vitable.",
    }
)

_NO_LINKS: Mapping[str, str] = MappingProxyType({})

CHOICES_AFTER_FAILURE = (
    "On the card an approver can choose: *Retry* sends the reissue once more: it helps if the cause is gone. "
    "*Close* ends the request; nothing more is sent."
)

CHOICES_WHEN_UNKNOWN = (
    "On the card an approver can choose:\n"
    "• *Check again* looks in Vitable once more. Nothing is sent.\n"
    "• *Send again* sends the reissue a second time. If the first one did take effect after all, this closes the "
    "enrollment it opened.\n"
    "• *Mark as done…* is for when you saw in Vitable that it took effect. Nothing is sent.\n"
    "• *Close* ends the request. If the reissue did take effect, it stays in effect."
)


def thread_words(
    event: Event, reissue_request: ReissueRequest, *, named: bool, earlier_cards: Mapping[str, str] = _NO_LINKS
) -> Mrkdwn | None:
    """The sentence in the thread; None for events that are not posted. Without `named`, it mentions no person.
    `earlier_cards` has the links to cards that stayed in other channels, by channel.

    Only the first try is posted: a later one follows a person's choice, which is posted, or is the bot's own patience.
    """
    number, by = reissue_request.label, f" by {who(event.actor)}" if named else ""
    if event.kind is EventKind.APPROVED:
        left = AuditCodes.of(event).left
        void = f" {left_words(left) if named else no_longer_count(len(left)) + '.'}" if left else ""
        return Mrkdwn(f"{number} was approved{by}{_count(event, reissue_request)}.{void}")
    if event.kind is EventKind.ATTEMPTED and event.codes.get("attempt", 1) != 1:
        return None
    words = _THREAD.get(event.kind)
    if words is None:
        return None
    if event.kind is EventKind.CLOSED and reissue_request.is_closed_unknown:
        words += " Whether the reissue took effect is not known."
    why = str(event.codes.get("why", ""))
    because_left = f" ({because_words(why)})" if named else ""
    earlier = _earlier_words(event, earlier_cards) if event.kind is EventKind.MOVED else ""
    return Mrkdwn(words.format(number=number, by=by, held=held_words(event), because=because_left, earlier=earlier))


def submitted_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """The employee of a new request, and the purpose of the thread."""
    purpose = "Each step is posted in this thread. Replies in it are not recorded."
    return Mrkdwn(f"For {employee_name(reissue_request)}. {purpose}")


def checked_again_words(event: Event, checked: Event, reissue_request: ReissueRequest, *, named: bool) -> Mrkdwn:
    """What *Check again* (`checked`) came to, where the outcome is still unknown. Without `named`, it mentions no
    person."""
    if not named:
        return Mrkdwn(f"{reissue_request.label} was checked again: its outcome is still unknown.")
    codes = AuditCodes.of(event)
    found = found_words(codes, still=" still")
    if codes.unread:
        found += f" (until {instant(event.at)})"
    elif codes.unreadable:
        found += f" ({instant(event.at)})"
    else:
        found += f" (looked {instant(event.at)})"
    return Mrkdwn(f"Check again by {who(checked.actor)}: {found}.")


def _count(event: Event, reissue_request: ReissueRequest) -> str:
    if reissue_request.approvals_required == 1:
        return ""
    approvers = [decision.approver for decision in reissue_request.approvals]
    if event.actor not in approvers:
        return ""
    return f" ({approvers.index(event.actor) + 1} of {reissue_request.approvals_required})"


def _earlier_words(event: Event, earlier_cards: Mapping[str, str]) -> str:
    """Where the thread stands that the card had before it moved."""
    came_from = str(event.codes.get("from", ""))
    thread, to_thread = "Its earlier thread", earlier_cards.get(came_from)
    return f"{link(to_thread, thread) if to_thread else thread} is in {channel(came_from)}"
