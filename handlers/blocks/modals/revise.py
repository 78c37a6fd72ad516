"""The modal behind *Answer…* and *Change…*: the question, if there is one, and what the requester may change."""

from typing import Any

from approvals.actions.revise import Draft
from approvals.model.choices import Obstacle
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.blocks.drawn import Block
from handlers.blocks.elements import context, entry, hint, quoted, section, text_area
from handlers.blocks.facts import event_line
from handlers.blocks.modals.choices import event_menu, left_out_part
from handlers.blocks.modals.document import document_part
from handlers.blocks.modals.modal import form
from handlers.carried import SeenRevision
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.words.benefits import enrollment_words
from handlers.words.controls.dialogs import about_words, answer_form_words, change_form_words
from handlers.words.controls.forms import (
    ANSWER,
    ANSWER_HINT,
    REASON,
    REASON_HINT,
    event_stays_words,
    obstacle_words,
    void_before_words,
)
from handlers.words.conversation import remark_title
from handlers.words.mrkdwn import Mrkdwn, escape
from handlers.words.removed import employee_name


def revise_modal(draft: Draft, seen: SeenRevision) -> dict[str, Any]:
    """Asks the requester; the fields begin with the request's present content."""
    reissue_request = draft.reissue_request
    number, is_asked = reissue_request.label, reissue_request.status is RequestStatus.NEEDS_INFO
    blocks = [
        section(about_words(employee_name(reissue_request), _enrollment(reissue_request))),
        *_question(draft),
        *([_answer()] if is_asked else []),
        _reason(reissue_request),
        *_event(draft),
        *_document(draft),
        context(void_before_words(len(reissue_request.approvals))),
    ]
    if is_asked:
        return form(CallbackId.ANSWER, answer_form_words(number), blocks, str(seen))
    return form(CallbackId.CHANGE, change_form_words(number), blocks, str(seen))


def _question(draft: Draft) -> list[Block]:
    if draft.question is None:
        return []
    return [section(Mrkdwn(f"*{remark_title(draft.question)}*")), quoted(draft.question.text)]


def _answer() -> Block:
    return entry(BlockId.ANSWER.value, ANSWER, text_area(BlockId.ANSWER.value), hint=hint(ANSWER_HINT))


def _reason(reissue_request: ReissueRequest) -> Block:
    area = text_area(ActionId.REASON.value, reissue_request.reason)
    return entry(BlockId.REASON.value, REASON, area, hint=hint(REASON_HINT))


def _event(draft: Draft) -> list[Block]:
    """The life events to choose from, or why the present one stays."""
    reissue_request, today = draft.reissue_request, draft.today
    left_out = left_out_part(0, draft.left_out)
    if isinstance(draft.qles, tuple) and draft.qles:
        employee, current = reissue_request.employee.id, reissue_request.qle_id
        optional = current is None or not reissue_request.enrollment.needs_event
        return [*event_menu(draft.qles, employee, today, current, optional=optional), *left_out]
    stays = context(event_stays_words(event_line(reissue_request, today)))
    why = [context(obstacle_words(draft.qles, None, None))] if isinstance(draft.qles, Obstacle) else []
    return [stays, *why, *left_out]


def _document(draft: Draft) -> list[Block]:
    """The document that the requester saw. The kinds fit every event that can be chosen in the same form. Where there
    is another one, they have to tick again that they saw it: what they said was about the present one."""
    reissue_request, seen = draft.reissue_request, draft.reissue_request.document
    others = draft.qles if isinstance(draft.qles, tuple) else ()
    events = [reissue_request.qle or next(iter(others), None), *others]
    if not draft.asks_document or events == [None]:
        return []
    is_same = (
        seen is not None
        and seen.by == reissue_request.requester
        and {each.id for each in events if each} == {reissue_request.qle_id}
    )
    return document_part(events, seen, ticked=is_same)


def _enrollment(reissue_request: ReissueRequest) -> Mrkdwn:
    return escape(enrollment_words(reissue_request.enrollment, reissue_request.product))
