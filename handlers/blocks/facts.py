"""The facts of a request: one function for each, for all surfaces."""

from collections.abc import Sequence
from datetime import date

from approvals.model.conditions import Condition
from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED, RequestStatus
from handlers.blocks.elements import context, fields, header, quoted, section
from handlers.blocks.parts import NOTHING, Part, Turn, paragraph, quotation, small_print
from handlers.words.benefits import NONE_NEEDED, enrollment_words, event_with
from handlers.words.deadlines import window_notes
from handlers.words.departures import namesakes_words, requester_left_words, void_approvals_words
from handlers.words.facts import (
    EMPLOYEE,
    LIFE_EVENT,
    REASON,
    REQUESTED_BY,
    approved_words,
    denial_reason_said,
    denied_said,
    denied_shown,
    enrollment_label,
    facts_said,
    reason_said,
    server_said,
    server_shown,
    title_said,
    title_words,
    warnings_shown,
)
from handlers.words.mrkdwn import Mrkdwn, escape, mention
from handlers.words.problems import warnings_words
from handlers.words.quorum import NOT_MATCHED, second_approval_words
from handlers.words.removed import blanked_words, employee_name


def title(reissue_request: ReissueRequest, *, named: bool) -> Part:
    """Number and status. A header cannot mention people, so a confirmed reissue is a bold line instead."""
    line, said = title_words(reissue_request, named=named), title_said(reissue_request, named=named)
    if named and reissue_request.confirmed_by:
        return paragraph(Mrkdwn(f"*{line}*"), said)
    return Part(said, (header(line),))


def server_note(server: str | None) -> Part:
    """The name of a server that is not production; a text begins with it."""
    return Part(server_said(server), (context(server_shown(server)),), Turn.SERVER) if server else NOTHING


def request_facts(reissue_request: ReissueRequest, today: date, *, own: bool = False) -> Part:
    """Employee, requester, enrollment and life event. `own`: the reader is the requester, so that fact is left out."""
    enrollment = escape(enrollment_words(reissue_request.enrollment, reissue_request.product))
    event = escape(event_line(reissue_request, today))
    pairs = [
        (EMPLOYEE, employee_name(reissue_request)),
        *([] if own else [(REQUESTED_BY, mention(reissue_request.requester))]),
        (enrollment_label(reissue_request.status), enrollment),
        (LIFE_EVENT, event),
    ]
    return Part(facts_said(reissue_request, enrollment, event, own=own), (fields(pairs),))


def event_line(reissue_request: ReissueRequest, today: date) -> str:
    """The life event, its window, and on which day of that the request was made."""
    event = reissue_request.qle
    return NONE_NEEDED if event is None else event_with(event, *window_notes(reissue_request, today))


def reason(reissue_request: ReissueRequest) -> Part:
    """The requester's reason, as plain text. It is the longest text, and so the last one to be read."""
    if reissue_request.blanked_at is not None:
        return small_print(blanked_words(reissue_request), Turn.REASON)
    blocks = (section(Mrkdwn(f"*{REASON}*")), quoted(reissue_request.reason))
    return Part(reason_said(reissue_request.reason), blocks, Turn.REASON)


def warnings(reissue_request: ReissueRequest) -> Part:
    """What approvers must know, one sentence for each warning."""
    words = warnings_words(reissue_request)
    return paragraph(warnings_shown(words), words) if words else NOTHING


def second_approval(reissue_request: ReissueRequest, conditions: Sequence[Condition]) -> Part:
    """Why one approval is not enough, while the request waits for approvals."""
    is_waited_for = reissue_request.status in (RequestStatus.PENDING, RequestStatus.NEEDS_INFO)
    return small_print(second_approval_words(conditions)) if is_waited_for else NOTHING


def match_note(reissue_request: ReissueRequest, *, is_matched: bool) -> Part:
    """Says that no one checked whether an approver is the employee, while approvers can still decide something."""
    return NOTHING if is_matched or not reissue_request.status.is_open else small_print(NOT_MATCHED)


def namesakes(reissue_request: ReissueRequest, people: Sequence[str]) -> Part:
    """Who of the people who requested or approved (user ids) has the employee's name, where nothing tells them
    apart."""
    return small_print(namesakes_words(people)) if people and reissue_request.status.is_open else NOTHING


def requester_left(reissue_request: ReissueRequest, *, named: bool) -> Part:
    """That the requester may no longer request, and what can become of the request."""
    why = reissue_request.requester_left
    if why is None or reissue_request.status not in UNDECIDED:
        return NOTHING
    return paragraph(requester_left_words(reissue_request, why, named=named))


def void_approvals(reissue_request: ReissueRequest) -> Part:
    """Whose approvals no longer count because they left, while that matters."""
    is_waited_for = reissue_request.status in UNDECIDED and bool(reissue_request.void_approvals)
    return (
        small_print(void_approvals_words(reissue_request.void_approvals), Turn.DECISIONS) if is_waited_for else NOTHING
    )


def approvals(reissue_request: ReissueRequest) -> Part:
    """Who has approved."""
    return small_print(approved_words(reissue_request), Turn.DECISIONS) if reissue_request.approvals else NOTHING


def denial(reissue_request: ReissueRequest) -> Part:
    """Who denied, and why."""
    denied = reissue_request.denial
    if denied is None or reissue_request.status is not RequestStatus.DENIED:
        return NOTHING
    why = denied.reason or ""
    blocks = (section(denied_shown(denied.approver)), quoted(why))
    return Part(denied_said(denied.approver, why), blocks, Turn.DECISIONS)


def denial_reason(reissue_request: ReissueRequest) -> Part:
    """Why it was denied, below a sentence that says who denied."""
    why = reissue_request.denial.reason if reissue_request.denial else None
    return quotation(why, denial_reason_said(why)) if why else NOTHING
