"""The modal behind *Deny…*: a reason, without which nothing is denied."""

from typing import Any

from approvals.request import REASON_LIMIT, ReissueRequest
from handlers.blocks.drawn import Block
from handlers.blocks.elements import entry, hint, section
from handlers.blocks.facts import employee_name
from handlers.blocks.modal import form
from handlers.ids import ActionId, BlockId, CallbackId, Seen
from handlers.words.benefits import enrollment_words
from handlers.words.forms import DENY_HINT
from handlers.words.mrkdwn import Mrkdwn, escape, mention


def deny_modal(reissue_request: ReissueRequest, seen: Seen) -> dict[str, Any]:
    """Asks an approver for the reason. It names the employee: only approvers are shown it."""
    enrollment = escape(enrollment_words(reissue_request.enrollment, reissue_request.product))
    words = (
        f"*{employee_name(reissue_request)}*: {enrollment}\n"
        f"Requested by {mention(reissue_request.requester)}. Nothing changes until you submit."
    )
    text: Block = {
        "type": "plain_text_input",
        "action_id": ActionId.REASON.value,
        "multiline": True,
        "max_length": REASON_LIMIT,
    }
    blocks = [section(Mrkdwn(words)), entry(BlockId.REASON.value, "Reason", text, hint=hint(DENY_HINT))]
    return form(CallbackId.DENY, f"Deny {reissue_request.label}", "Deny", blocks, str(seen))
