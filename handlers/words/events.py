"""What happened to a request: one phrase for the timeline, one sentence for the thread and for the requester."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from approvals.model.audit_codes import AuditCodes
from approvals.model.event import THE_BOT, THE_OPERATOR, Event, EventKind
from approvals.model.likeness import Likeness
from approvals.model.request import ProblemCode, ReissueRequest, Verdict
from handlers.words.dates import counted, instant
from handlers.words.departures import because_words, left_words
from handlers.words.mrkdwn import Mrkdwn, channel, escape, link, mention, mentions
from handlers.words.quorum import because
from handlers.words.removed import employee_name

_TIMELINE: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.SUBMITTED: "Submitted by {who}",
        EventKind.APPROVED: "Approved by {who}",
        EventKind.DENIED: "Denied by {who}",
        EventKind.ASKED: "Question asked by {who}",
        EventKind.ANSWERED: "Answered by {who}",
        EventKind.WITHDRAWN: "Withdrawn by {who}",
        EventKind.EXPIRED: "Expired: not decided in time",
        EventKind.PAUSED: "On hold: {held}",
        EventKind.RESUMED: "No longer on hold",
        EventKind.HELD: "Set to outcome unknown by {who}, after a backup was restored",
        EventKind.ATTEMPTED: "Sending the reissue to Vitable{again}",
        EventKind.POSTPONED: "Vitable has not processed it yet{again}; the bot tries again by itself",
        EventKind.REISSUED: "Reissued",
        EventKind.FAILED: "Failed",
        EventKind.LOST: "The outcome is not clear{again}; the bot looks in Vitable",
        EventKind.UNKNOWN: "The outcome is unknown: {found}",
        EventKind.RETRIED: "Retry chosen by {who}",
        EventKind.CHECKED: "Check again chosen by {who}",
        EventKind.SENT_AGAIN: "Send again chosen by {who}",
        EventKind.MARKED_DONE: "Marked as done by {who}",
        EventKind.CLOSED: "Closed by {who}",
        EventKind.REFRESHED: "Refreshed by {who}: the enrollment had changed",
        EventKind.EDITED: "Changed by {who}",
        EventKind.REQUESTER_LEFT: "The requester may no longer request{why}",
        EventKind.REQUESTER_BACK: "The requester may request again",
        EventKind.TAKEN_OVER: "Taken over by {who}",
        EventKind.ESCALATED: "Others were asked, because {escalated}",
        EventKind.ALL_AWAY: "{deserted}",
        EventKind.OVERDUE: "Overdue: not decided by the last day; it can still be decided",
        EventKind.MOVED: "The card was moved to another channel",
        EventKind.REMINDED: "The requester was reminded of the employee's election",
        EventKind.VIEWED: "Details viewed by {who}",
        EventKind.BLANKED: "Names and reasons were removed, because they are kept for a limited time",
        EventKind.FORGOTTEN: "Names and reasons were removed by {who}",
        EventKind.REFUSED: "Refused: {who} wanted {wanted}{why}",
        EventKind.UNDELIVERABLE: "Slack refused {message}{code}",
        EventKind.EVENT_ASKED: "{who} had a life event recorded",
        EventKind.EVENT_ATTEMPTED: "Sending the life event to Vitable",
        EventKind.EVENT_RECORDED: "The life event is recorded",
        EventKind.EVENT_NOT_RECORDED: "The life event was not recorded",
        EventKind.EVENT_LOST: "Whether the life event was recorded is not clear; the bot looks in Vitable",
        EventKind.EVENT_UNKNOWN: "Whether the life event was recorded is unknown",
        EventKind.EVENT_HELD: "The life event is only looked for, by {who}, after a backup was restored",
        EventKind.NOT_KNOWN: "Something by {who} that only a newer version of the bot can show",
    }
)
_WANTED: Mapping[str, str] = MappingProxyType(
    {
        EventKind.APPROVED: "to approve",
        EventKind.DENIED: "to deny",
        EventKind.WITHDRAWN: "to withdraw",
        EventKind.RETRIED: "to retry",
        EventKind.CHECKED: "to check again",
        EventKind.SENT_AGAIN: "to send again",
        EventKind.MARKED_DONE: "to mark as done",
        EventKind.CLOSED: "to close",
        EventKind.ASKED: "to ask",
        EventKind.ANSWERED: "to answer",
        EventKind.EDITED: "to change it",
        EventKind.VIEWED: "to see the details",
        EventKind.SUBMITTED: "to request it again",
        EventKind.REFRESHED: "to refresh the enrollment",
        EventKind.TAKEN_OVER: "to take it over",
    }
)
_WHY: Mapping[str, str] = MappingProxyType(
    {
        "NotAnApprover": "not an approver",
        "NoRoute": "no approvers for the employer",
        "OwnRequest": "their own request",
        "OwnEnrollment": "their own enrollment",
        "OwnEnrollmentToRequest": "their own enrollment",
        "NotYourRequest": "not the requester",
        "GuestAccount": "a guest",
        "OtherCompany": "from another company",
        "OtherWorkspace": "not in this workspace",
        "InactiveAccount": "account deactivated",
        "AuthorityUnreadable": "Slack did not say who is entitled",
        "NoLongerPossible": "no longer possible",
        "ChangedSinceSeen": "the request had changed",
        "ReplacedCard": "on a card that had been replaced",
        "AlreadyApproved": "had approved before",
        "DocumentNeeded": "without saying which document they saw",
        "TooEarly": "Vitable might still be working on an earlier try",
        "NotARequester": "not one of the people who may request",
        "RequesterLeft": "the requester left",
        "RequesterStillHere": "the requester is still there",
    }
)
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

_MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "card": "the card in the approvals channel",
        "direct": "the card in the requester's direct messages",
        "note": "a direct message to the requester",
        "summary": "the enrollment summary in the thread",
        "thread": "a post in the thread",
    }
)
_HELD: Mapping[str, str] = MappingProxyType(
    {
        ProblemCode.WRONG_KEY: "Vitable does not accept the bot's key",
        ProblemCode.NO_ACCESS: "the bot's key has no access to the enrollment in Vitable",
    }
)
_FIELDS: Mapping[str, str] = MappingProxyType(
    {"reason": "reason", "qle": "life event", "document": "document", "warnings": "warnings"}
)
_NO_LINKS: Mapping[str, str] = MappingProxyType({})
_NOT_PEOPLE: Mapping[str, str] = MappingProxyType({THE_BOT: "the bot", THE_OPERATOR: "the bot's operator"})

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


def timeline_words(event: Event) -> Mrkdwn:
    """One line of the timeline, with who did it."""
    why = _why_words(event)
    words = _TIMELINE[event.kind].format(
        who=who(event.actor),
        again=_again(event),
        wanted=_WANTED.get(str(event.codes.get("wanted")), "to change it"),
        why=f" ({why})" if why else "",
        message=_message_words(event),
        held=_held_words(event),
        escalated=_escalated_words(event),
        found=_found_words(AuditCodes.of(event)),
        deserted="Too many of those who could decide are away"
        if present_of(event)
        else "All who could decide are away",
        code=f" ({escape(str(event.codes['code']))})" if "code" in event.codes else "",
    )
    codes = AuditCodes.of(event)
    changed, void, held = _fields(codes.changed or ()), codes.void, codes.second_approval
    is_namesake = codes.likeness is Likeness.NAMESAKE
    notes = [
        "said that they saw a document" if codes.document else "",
        f"changed: {changed}" if changed else "",
        _no_longer_count(void) if void else "",
        f"2 approvals needed because {because(held)}" if held else "",
        "2 approvals needed because this person has the employee's name" if is_namesake else "",
        left_words(codes.left).rstrip("."),
        f"again after {escape(codes.again_of)}" if codes.again_of else "",
    ]
    return Mrkdwn("; ".join([words, *filter(None, notes)]))


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
        void = f" {left_words(left) if named else _no_longer_count(len(left)) + '.'}" if left else ""
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
    return Mrkdwn(words.format(number=number, by=by, held=_held_words(event), because=because_left, earlier=earlier))


def present_of(event: Event) -> int:
    """How many approvers were present when too many were away; 0 if all of them were."""
    return int(event.codes.get("present", 0))


def _escalated_words(event: Event) -> str:
    if event.codes.get("because") != "away":
        return "the deadline is near"
    return "too many approvers are away" if present_of(event) else "all approvers are away"


def _earlier_words(event: Event, earlier_cards: Mapping[str, str]) -> str:
    """Where the thread stands that the card had before it moved."""
    came_from = str(event.codes.get("from", ""))
    thread, to_thread = "Its earlier thread", earlier_cards.get(came_from)
    return f"{link(to_thread, thread) if to_thread else thread} is in {channel(came_from)}"


def checked_again_words(event: Event, checked: Event, reissue_request: ReissueRequest, *, named: bool) -> Mrkdwn:
    """What *Check again* (`checked`) came to, where the outcome is still unknown. Without `named`, it mentions no
    person."""
    if not named:
        return Mrkdwn(f"{reissue_request.label} was checked again: its outcome is still unknown.")
    codes = AuditCodes.of(event)
    found = _found_words(codes, still=" still")
    if codes.unread:
        found += f" (until {instant(event.at)})"
    elif codes.unreadable:
        found += f" ({instant(event.at)})"
    else:
        found += f" (looked {instant(event.at)})"
    return Mrkdwn(f"Check again by {who(checked.actor)}: {found}.")


def _found_words(codes: AuditCodes, still: str = "") -> str:
    """What the bot saw in Vitable when it did not find the effect of a reissue."""
    if codes.unread:
        return "Vitable could not be read"
    if codes.unreadable:
        count = counted(codes.unreadable, "enrollment")
        return f"{count} of the employee could not be read, so a new one may be among them"
    return f"Vitable{still} shows no new enrollment"


def submitted_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """The employee of a new request, and the purpose of the thread."""
    purpose = "Each step is posted in this thread. Replies in it are not recorded."
    return Mrkdwn(f"For {employee_name(reissue_request)}. {purpose}")


def changed_words(changed: Sequence[str]) -> Mrkdwn:
    """The fields that the latest change changed."""
    earlier = " The earlier reason stands in *Details*." if "reason" in changed else ""
    return Mrkdwn(f"Changed: {_fields(changed)}.{earlier}")


def void_words(event: Event, reissue_request: ReissueRequest, *, named: bool) -> Mrkdwn:
    """The approvals that an event made void; empty where it made none void. With `named`, also who gave them."""
    void = AuditCodes.of(event).void
    if not void:
        return Mrkdwn("")
    earlier = int(event.codes.get("revision", 0)) - 1
    given = [one for one in reissue_request.decisions if one.verdict is Verdict.APPROVE and one.revision == earlier]
    by = f" (given by {mentions(tuple(decision.approver for decision in given[:20]))})" if named and given else ""
    return Mrkdwn(f"{_no_longer_count(void)}{by}. Approvers, please look at the card again.")


def asked_by_words(approver: str) -> Mrkdwn:
    """Tells the approver who asked that there is an answer."""
    return Mrkdwn(f"Asked by {mention(approver)}.")


def who(actor: str) -> Mrkdwn:
    """Who did it."""
    return Mrkdwn(_NOT_PEOPLE[actor]) if actor in _NOT_PEOPLE else mention(actor)


def _again(event: Event) -> str:
    """Which try it is, from the second one on."""
    n = int(event.codes.get("attempt", 1))
    return f" (try {n})" if n > 1 else ""


def _message_words(event: Event) -> str:
    """The refused message, by the kind of the copy."""
    family, _, person = str(event.codes.get("message")).partition(":")
    if family == "approver":
        return f"the card for {mention(person)}"
    return _MESSAGES.get(family, "a message about the request")


def _why_words(event: Event) -> str:
    why = str(event.codes.get("why"))
    return because_words(why) if event.kind is EventKind.REQUESTER_LEFT else _WHY.get(why, "")


def _held_words(event: Event) -> str:
    """Why a request is on hold."""
    return _HELD.get(str(event.codes.get("code")), "sending is switched off")


def _fields(changed: Sequence[str]) -> str:
    return ", ".join(_FIELDS[name] for name in changed if name in _FIELDS)


def _no_longer_count(void: int) -> str:
    return "1 approval no longer counts" if void == 1 else f"{void} approvals no longer count"


def _count(event: Event, reissue_request: ReissueRequest) -> str:
    if reissue_request.approvals_required == 1:
        return ""
    approvers = [decision.approver for decision in reissue_request.approvals]
    if event.actor not in approvers:
        return ""
    return f" ({approvers.index(event.actor) + 1} of {reissue_request.approvals_required})"
