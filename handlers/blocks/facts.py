"""The facts of a request: one function for each, for all surfaces."""

from collections.abc import Sequence
from datetime import date

from approvals.model.conditions import Condition
from approvals.model.event import Event, EventKind
from approvals.model.request import Decision, ReissueRequest, Verdict
from approvals.model.status import ENDED, UNDECIDED, RequestStatus
from handlers.blocks.context import CardContext
from handlers.blocks.elements import alert, context, context_quoting, fields, header, quoted, section
from handlers.blocks.parts import NOTHING, Part, Turn, paragraph, quotation, small_print
from handlers.words.again import again_words
from handlers.words.benefits import NONE_NEEDED, costs_words, enrollment_words, event_with
from handlers.words.deadlines import window_notes
from handlers.words.departures import namesakes_words, requester_left_words, void_approvals_words
from handlers.words.documents import (
    NOT_SAID,
    document_cautions_words,
    document_seen,
    has_seen,
    seen_said,
    seen_words,
    who_has_seen,
)
from handlers.words.effect import effect_of_approval
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
    note_after,
    note_by,
    note_said,
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
from handlers.words.steps import next_step, no_one_decides

NOTES_SHOWN = 5
"""Notes of approvals on a card; *Details* has the rest."""


def title(reissue_request: ReissueRequest, *, named: bool) -> Part:
    """Number and status. A header cannot mention people, so a confirmed reissue is a bold line instead."""
    line, said = title_words(reissue_request, named=named), title_said(reissue_request, named=named)
    if named and reissue_request.confirmed_by:
        return paragraph(Mrkdwn(f"*{line}*"), said)
    return Part(said, (header(line),))


def server_note(server: str | None) -> Part:
    """The name of a server that is not production; a text begins with it, or has it after a card's headline."""
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


def costs(reissue_request: ReissueRequest) -> Part:
    """Who pays what, and how many dependents are covered: while the request is open. Then the summary has more."""
    if not reissue_request.status.is_open:
        return NOTHING
    return small_print(escape(costs_words(reissue_request.enrollment)))


def effect(reissue_request: ReissueRequest, today: date) -> Part:
    """What an approval does, while one is waited for."""
    if reissue_request.status is not RequestStatus.PENDING or reissue_request.requester_left is not None:
        return NOTHING
    return small_print(effect_of_approval(reissue_request, today))


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


def document(reissue_request: ReissueRequest, ctx: CardContext) -> Part:
    """The document of the life event that the requester saw; or, while that matters, that they have not said so."""
    seen = reissue_request.document
    if seen is not None:
        return Part(seen_said(seen), (context(seen_words(seen)),))
    is_lacking = reissue_request.status in UNDECIDED and ctx.lacks_document(reissue_request)
    return small_print(NOT_SAID) if is_lacking else NOTHING


def warnings(reissue_request: ReissueRequest) -> Part:
    """What approvers must know, one sentence for each warning."""
    words = warnings_words(reissue_request)
    return paragraph(warnings_shown(words), words) if words else NOTHING


def warnings_in_modal(reissue_request: ReissueRequest) -> Part:
    """The same as an alert, which only modals may have."""
    words = warnings_words(reissue_request)
    return Part(words, (alert(words),)) if words else NOTHING


def repeats(label: str) -> Part:
    """Which earlier request this one repeats, such as R-12."""
    return small_print(again_words(label))


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


def step(reissue_request: ReissueRequest, ctx: CardContext, *, named: bool = True) -> Part:
    """The next step and who has to take it; or that no one can, because no route has the request."""
    if ctx.is_routed or reissue_request.status in (*ENDED, RequestStatus.APPLYING, RequestStatus.CHECKING):
        return paragraph(next_step(reissue_request, ctx.called, ctx.today, named=named))
    return paragraph(no_one_decides(reissue_request))


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


def approvals(reissue_request: ReissueRequest) -> list[Part]:
    """Who has approved, with what they noted."""
    given = reissue_request.approvals
    if not given:
        return []
    words = approved_words(reissue_request)
    if len(given) > 1:
        return [
            small_print(words, Turn.DECISIONS),
            *_documents(given, reissue_request),
            *approval_notes(reissue_request),
        ]
    [only] = given
    if only.document:
        words = Mrkdwn(f"{words}{who_has_seen(only.document)}")
    odd = small_print(document_cautions_words(only.document, reissue_request.qle), Turn.DECISIONS)
    return [_noted(Mrkdwn(f"{words}:"), only.reason) if only.reason else small_print(words, Turn.DECISIONS), odd]


def _documents(given: Sequence[Decision], reissue_request: ReissueRequest) -> list[Part]:
    """The documents that the first approvers saw."""
    seen = [each.document for each in given if each.document]
    return [small_print(has_seen(each, reissue_request.qle), Turn.DECISIONS) for each in seen[:NOTES_SHOWN]]


def approval_notes(reissue_request: ReissueRequest) -> list[Part]:
    """The notes of the first approvals that have one, each with its author."""
    noted = [(each.approver, each.reason) for each in reissue_request.approvals if each.reason]
    return [_noted(note_by(approver), note) for approver, note in noted[:NOTES_SHOWN]]


def _noted(by: Mrkdwn, note: str) -> Part:
    return Part(note_said(by, note), (context_quoting(by, note),), Turn.DECISIONS)


def text_of_decision(event: Event, reissue_request: ReissueRequest) -> list[Part]:
    """Why it was denied, or the document and the note of an approval, below a sentence that says who decided."""
    if event.kind is EventKind.DENIED:
        return [denial_reason(reissue_request)]
    revision = event.codes.get("revision")
    given = [
        each
        for each in reissue_request.decisions
        if each.verdict is Verdict.APPROVE and (each.approver, each.revision) == (event.actor, revision)
    ]
    note, seen = (given[-1].reason, given[-1].document) if given else (None, None)
    return [
        *([small_print(document_seen(seen, reissue_request.qle))] if seen else []),
        *([quotation(note, note_after(note))] if note else []),
    ]


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
