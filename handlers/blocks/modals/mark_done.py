"""The modal behind *Mark as done…*: the new enrollment, if the approver knows it."""

from typing import Any

from approvals.model.request import ReissueRequest
from handlers.blocks.drawn import Block
from handlers.blocks.elements import entry, hint, plain_text, section
from handlers.blocks.modals.modal import form
from handlers.carried import SeenRevision
from handlers.ids import BlockId, CallbackId
from handlers.words.controls.dialogs import mark_done_form_words, mark_done_words
from handlers.words.controls.forms import ENROLLMENT_ID_PLACEHOLDER, MARK_DONE_HINT, NEW_ENROLLMENT
from handlers.words.removed import employee_name


def mark_done_modal(reissue_request: ReissueRequest, seen: SeenRevision) -> dict[str, Any]:
    """Asks an approver for the enrollment that the reissue opened; it may stay empty."""
    words = mark_done_words(reissue_request.label, employee_name(reissue_request))
    text: Block = {
        "type": "plain_text_input",
        "action_id": BlockId.MARK_DONE_ENROLLMENT.value,
        "placeholder": plain_text(ENROLLMENT_ID_PLACEHOLDER, 150),
        "max_length": 100,
    }
    blocks = [
        section(words),
        entry(BlockId.MARK_DONE_ENROLLMENT.value, NEW_ENROLLMENT, text, hint=hint(MARK_DONE_HINT), optional=True),
    ]
    return form(CallbackId.MARK_DONE, mark_done_form_words(reissue_request.label), blocks, str(seen))
