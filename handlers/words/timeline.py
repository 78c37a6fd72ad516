"""One phrase for each event, for the timeline in *Details*."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.model.audit_codes import AuditCodes
from approvals.model.event import Event, EventKind
from approvals.model.likeness import Likeness
from handlers.words.departures import because_words, left_words
from handlers.words.events import fields_words, found_words, held_words, no_longer_count, present_of, who
from handlers.words.mrkdwn import Mrkdwn, escape, mention
from handlers.words.quorum import because

TIMELINE: Mapping[EventKind, str] = MappingProxyType(
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
"""The phrase for each kind, with places for what `timeline_words` knows of the event."""

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

_MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "card": "the card in the approvals channel",
        "direct": "the card in the requester's direct messages",
        "note": "a direct message to the requester",
        "summary": "the enrollment summary in the thread",
        "thread": "a post in the thread",
    }
)


def timeline_words(event: Event) -> Mrkdwn:
    """One line of the timeline, with who did it."""
    why = _why_words(event)
    words = TIMELINE[event.kind].format(
        who=who(event.actor),
        again=_again(event),
        wanted=_WANTED.get(str(event.codes.get("wanted")), "to change it"),
        why=f" ({why})" if why else "",
        message=_message_words(event),
        held=held_words(event),
        escalated=_escalated_words(event),
        found=found_words(AuditCodes.of(event)),
        deserted="Too many of those who could decide are away"
        if present_of(event)
        else "All who could decide are away",
        code=f" ({escape(str(event.codes['code']))})" if "code" in event.codes else "",
    )
    codes = AuditCodes.of(event)
    changed, void, held = fields_words(codes.changed or ()), codes.void, codes.second_approval
    is_namesake = codes.likeness is Likeness.NAMESAKE
    notes = [
        "said that they saw a document" if codes.document else "",
        f"changed: {changed}" if changed else "",
        no_longer_count(void) if void else "",
        f"2 approvals needed because {because(held)}" if held else "",
        "2 approvals needed because this person has the employee's name" if is_namesake else "",
        left_words(codes.left).rstrip("."),
        f"again after {escape(codes.again_of)}" if codes.again_of else "",
    ]
    return Mrkdwn("; ".join([words, *filter(None, notes)]))


def _escalated_words(event: Event) -> str:
    if event.codes.get("because") != "away":
        return "the deadline is near"
    return "too many approvers are away" if present_of(event) else "all approvers are away"


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
