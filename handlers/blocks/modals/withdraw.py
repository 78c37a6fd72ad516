"""The modal behind *Withdraw…*: says what happens then, and asks why; the requester may leave that empty."""

from typing import Any

from approvals.model.request import ReissueRequest
from handlers.blocks.elements import entry, hint, section, text_area
from handlers.blocks.modals.modal import form
from handlers.carried import SeenRevision
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.words.controls.dialogs import withdraw_form_words, withdraw_words
from handlers.words.controls.forms import REASON, WITHDRAW_HINT
from handlers.words.removed import employee_name


def withdraw_modal(reissue_request: ReissueRequest, seen: SeenRevision) -> dict[str, Any]:
    """Asks the requester; the reason may stay empty."""
    words = withdraw_words(reissue_request.label, employee_name(reissue_request))
    area = text_area(ActionId.REASON.value)
    reason = entry(BlockId.REASON.value, REASON, area, hint=hint(WITHDRAW_HINT), optional=True)
    return form(CallbackId.WITHDRAW, withdraw_form_words(reissue_request.label), [section(words), reason], str(seen))
