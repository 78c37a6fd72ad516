"""The modal behind *Deny…*: it needs a reason."""

from typing import Any

from approvals.model.request import ReissueRequest
from handlers.blocks.elements import entry, hint, section, text_area
from handlers.blocks.modals.modal import form
from handlers.carried import SeenRevision
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.words.benefits import enrollment_words
from handlers.words.controls.dialogs import deny_form_words, deny_words
from handlers.words.controls.forms import DENY_HINT, REASON
from handlers.words.mrkdwn import escape
from handlers.words.removed import employee_name


def deny_modal(reissue_request: ReissueRequest, seen: SeenRevision) -> dict[str, Any]:
    """Asks an approver for the reason. It names the employee: only approvers are shown it."""
    enrollment = escape(enrollment_words(reissue_request.enrollment, reissue_request.product))
    words = deny_words(employee_name(reissue_request), enrollment, reissue_request.requester)
    reason = entry(BlockId.REASON.value, REASON, text_area(ActionId.REASON.value), hint=hint(DENY_HINT))
    return form(CallbackId.DENY, deny_form_words(reissue_request.label), [section(words), reason], str(seen))
