"""The facts of a request in words: each fact's label on a card, and its sentence in a text."""

from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED, RequestStatus
from handlers.words.mrkdwn import Mrkdwn, escape, mention, mentions, one_line, paragraphs, sentence
from handlers.words.removed import employee_name
from handlers.words.statuses import status_sign, status_words

EMPLOYEE, REQUESTED_BY, LIFE_EVENT, REASON = "Employee", "Requested by", "Life event", "Reason"
ELSEWHERE = Mrkdwn("Who and what it concerns is shown under *Details* to people entitled to it.")
NOT_RECORDED = Mrkdwn("Replies in the thread are not recorded. Questions and answers are, with *Ask…* and *Answer…*.")
_UNTOUCHED = frozenset({*UNDECIDED, RequestStatus.APPLYING})
"""Before a reissue is sent the enrollment is as it was: it is read once more just before."""
SAID_LIMIT = 500
"""Characters of a person's text within a line."""


def title_words(reissue_request: ReissueRequest, *, named: bool) -> str:
    """The number and the status, with the sign of the status."""
    sign = status_sign(reissue_request)
    return f"{sign} {reissue_request.label} · {status_words(reissue_request, named=named)}"


def title_said(reissue_request: ReissueRequest, *, named: bool) -> Mrkdwn:
    """The number and the status at the beginning of a text."""
    return Mrkdwn(f"{reissue_request.label} · {sentence(status_words(reissue_request, named=named))}")


def server_shown(server: str) -> Mrkdwn:
    """The name of a server that is not production."""
    return Mrkdwn(f"🧪 *{escape(one_line(server))}* (not production)")


def server_said(server: str) -> Mrkdwn:
    """The name of a server that is not production, at the beginning of a text."""
    return Mrkdwn(f"{escape(one_line(server))}:")


def enrollment_label(status: RequestStatus) -> str:
    """The label of a request's enrollment, by status: it may have changed since the request, or by the reissue."""
    if status is RequestStatus.REISSUED:
        return "Enrollment before"
    return "Enrollment now" if status in _UNTOUCHED else "Enrollment when requested"


def facts_said(reissue_request: ReissueRequest, enrollment: str, event: str, *, own: bool) -> Mrkdwn:
    """Who, what and why now, in sentences; `enrollment` and `event` are escaped."""
    asked = "" if own else f", requested by {mention(reissue_request.requester)}"
    return Mrkdwn(
        f"Reissue for {employee_name(reissue_request)}{asked}. Enrollment: {enrollment}. {LIFE_EVENT}: {event}."
    )


def in_a_line(text: str) -> Mrkdwn:
    """A text that a person wrote, on one line."""
    return escape(one_line(text, SAID_LIMIT))


def reason_said(reason: str) -> Mrkdwn:
    """The requester's reason in a text."""
    return Mrkdwn(f"{REASON}: {in_a_line(paragraphs(reason, SAID_LIMIT))}")


def warnings_shown(warnings: str) -> Mrkdwn:
    """The warnings on a card."""
    return Mrkdwn(f"⚠️ *Note:* {warnings}")


def approved_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """Who has approved, the first twenty; and how many of how many, where one approval is not enough."""
    given, needed = reissue_request.approvals, reissue_request.approvals_required
    count = f" ({len(given)} of {needed})" if needed > 1 else ""
    return Mrkdwn(f"Approved by {mentions(tuple(decision.approver for decision in given[:20]))}{count}")


def note_by(approver: str) -> Mrkdwn:
    """Whose note it is, in front of a note."""
    return Mrkdwn(f"Note by {mention(approver)}:")


def note_said(by: Mrkdwn, note: str) -> Mrkdwn:
    """The note of an approval in a text, after the words that say whose it is."""
    return Mrkdwn(f"{by} {sentence(in_a_line(note))}")


def note_after(note: str) -> Mrkdwn:
    """The note of an approval, after a sentence that says who approved."""
    return Mrkdwn(f"Note: {sentence(in_a_line(note))}")


def denied_shown(approver: str) -> Mrkdwn:
    """Who denied, above the reason."""
    return Mrkdwn(f"*Denied by* {mention(approver)}")


def denied_said(approver: str, reason: str) -> Mrkdwn:
    """Who denied, and why, in a text."""
    return Mrkdwn(f"Denied by {mention(approver)}: {sentence(in_a_line(reason))}")


def denial_reason_said(reason: str) -> Mrkdwn:
    """Why it was denied, after a sentence that says who denied."""
    return Mrkdwn(f"{REASON}: {in_a_line(reason)}")
