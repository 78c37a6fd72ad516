"""The sentences for the requester: the state of their request, and one note at each outcome."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.words.dates import day
from handlers.words.deadlines import decide_by, overdue_words
from handlers.words.enrollments import NOT_NAMED
from handlers.words.events import who
from handlers.words.mrkdwn import Mrkdwn, channel
from handlers.words.removed import employee_name
from handlers.words.steps import next_step

_DIRECT_STEPS: Mapping[RequestStatus, str] = MappingProxyType(
    {
        RequestStatus.PENDING: "Your request is waiting for an approver to decide{by}.",
        RequestStatus.NEEDS_INFO: (
            "An approver asked you a question. Please answer it with *Answer…*{by}: it cannot be approved until then."
        ),
        RequestStatus.REISSUED: "The reissue took effect.",
        RequestStatus.FAILED: (
            "An approver decides whether to retry or to close it. You need not do anything. Once it is closed, you can "
            "request it again."
        ),
        RequestStatus.UNKNOWN: "An approver looks into it and decides what happens next. You need not do anything.",
        RequestStatus.WITHDRAWN: "You took it back. Nothing was sent to Vitable.",
    }
)
_UNKNOWN = (
    "{number} for {employee}: it is not known whether the reissue took effect. An approver looks into it. "
    "Please do not make the change in Vitable yourself."
)
_CLOSED_UNKNOWN = (
    "{number} for {employee} was closed by {who}, although it is not known whether the reissue took effect. "
    "Nothing more is sent, and no one waits for an answer any more. Look in Vitable before you request it again."
)
_OVERDUE_UNANSWERED = (
    "{number} for {employee} is overdue: it waits for your answer to a question. You requested it in time, so it stays "
    "open. Please answer soon: it cannot be approved until then."
)
_NOTES: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.ASKED: "{who} asked you a question about {number} for {employee}.",
        EventKind.DENIED: "{number} for {employee} was denied by {who}. Nothing was sent to Vitable.",
        EventKind.EXPIRED: (
            "{number} for {employee} has expired: it was not decided in time. Nothing was sent to Vitable; "
            "you can request it again."
        ),
        EventKind.OVERDUE: (
            "{number} for {employee} is overdue: it is not decided yet. You requested it in time, so it stays open, "
            "and the approvers have been reminded."
        ),
        EventKind.REISSUED: "{number} for {employee}: the enrollment was reissued.",
        EventKind.FAILED: (
            "{number} for {employee} failed. An approver decides whether to retry; you need not do anything."
        ),
        EventKind.UNKNOWN: _UNKNOWN,
        EventKind.HELD: _UNKNOWN,
        EventKind.MARKED_DONE: "{number} for {employee}: {who} saw in Vitable that the reissue took effect.",
        EventKind.CLOSED: "{number} for {employee} was closed by {who}. Nothing more is sent to Vitable.",
        EventKind.REMINDED: (
            "{number} for {employee}: Vitable shows no election in the new enrollment yet. "
            "Please remind the employee to choose."
        ),
    }
)


def direct_step(reissue_request: ReissueRequest, today: date) -> Mrkdwn:
    """The state of the request, said to its requester."""
    words = _DIRECT_STEPS.get(reissue_request.status)
    if words is None:
        return next_step(reissue_request, (), today)
    return Mrkdwn(overdue_words(reissue_request) + words.format(by=decide_by(reissue_request, today)))


def where_the_card_is(approvals_channel: str) -> Mrkdwn:
    """Where colleagues see the card of the request."""
    return Mrkdwn(f"The card is in {channel(approvals_channel)}.")


def note_words(event: Event, reissue_request: ReissueRequest) -> Mrkdwn | None:
    """The sentence about an outcome; None for other events."""
    words = _NOTES.get(event.kind)
    if event.kind is EventKind.CLOSED and reissue_request.is_closed_unknown:
        words = _CLOSED_UNKNOWN
    if event.kind is EventKind.OVERDUE and reissue_request.status is RequestStatus.NEEDS_INFO:
        words = _OVERDUE_UNANSWERED
    if words is None:
        return None
    return Mrkdwn(
        words.format(number=reissue_request.label, employee=employee_name(reissue_request), who=who(event.actor))
        + _wait(event, reissue_request)
    )


def _wait(event: Event, reissue_request: ReissueRequest) -> str:
    end = reissue_request.election_end
    if event.kind is EventKind.MARKED_DONE and reissue_request.summary is None:
        return f" {NOT_NAMED}"
    return f" The enrollment window closes {day(end)}." if end and event.kind is EventKind.REMINDED else ""
