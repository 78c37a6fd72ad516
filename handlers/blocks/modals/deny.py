"""The modal behind *Deny…*: a reason, without which nothing is denied."""

from typing import Any

from approvals.model.request import ReissueRequest
from handlers.blocks.elements import entry, hint, section, text_area
from handlers.blocks.modals.modal import form
from handlers.ids import ActionId, BlockId, CallbackId, SeenRevision
from handlers.words.benefits import enrollment_words
from handlers.words.forms import DENY_HINT
from handlers.words.mrkdwn import Mrkdwn, escape, mention
from handlers.words.removed import employee_name


def deny_modal(reissue_request: ReissueRequest, seen: SeenRevision) -> dict[str, Any]:
    """Asks an approver for the reason. It names the employee: only approvers are shown it."""
    enrollment = escape(enrollment_words(reissue_request.enrollment, reissue_request.product))
    words = (
        f"*{employee_name(reissue_request)}*: {enrollment}\n"
        f"Requested by {mention(reissue_request.requester)}. Nothing changes until you submit."
    )
    reason = entry(BlockId.REASON.value, "Reason", text_area(ActionId.REASON.value), hint=hint(DENY_HINT))
    blocks = [section(Mrkdwn(words)), reason]
    return form(CallbackId.DENY, f"Deny {reissue_request.label}", "Deny", blocks, str(seen))
