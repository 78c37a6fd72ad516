"""The modal behind *Ask…*: one question to the requester."""

from typing import Any

from approvals.model.request import ReissueRequest
from handlers.blocks.elements import entry, hint, section, text_area
from handlers.blocks.modals.modal import form
from handlers.carried import SeenRevision
from handlers.ids import BlockId, CallbackId
from handlers.words.benefits import enrollment_words
from handlers.words.controls.dialogs import ask_form_words, ask_words
from handlers.words.controls.forms import QUESTION, QUESTION_HINT
from handlers.words.mrkdwn import escape
from handlers.words.removed import employee_name


def ask_modal(reissue_request: ReissueRequest, seen: SeenRevision) -> dict[str, Any]:
    """Asks an approver for the question. It names the employee: only approvers are shown it."""
    enrollment = escape(enrollment_words(reissue_request.enrollment, reissue_request.product))
    words = ask_words(employee_name(reissue_request), enrollment, reissue_request.requester)
    question = entry(BlockId.QUESTION.value, QUESTION, text_area(BlockId.QUESTION.value), hint=hint(QUESTION_HINT))
    return form(CallbackId.ASK, ask_form_words(reissue_request.label), [section(words), question], str(seen))
