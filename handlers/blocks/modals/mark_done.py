"""The modal behind *Mark as done…*: the new enrollment, if the approver knows it."""

from typing import Any

from approvals.model.request import ReissueRequest
from handlers.blocks.drawn import Block
from handlers.blocks.elements import entry, hint, plain_text, section
from handlers.blocks.modals.modal import form
from handlers.ids import BlockId, CallbackId, SeenRevision
from handlers.words.forms import MARK_DONE_HINT
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.removed import employee_name


def mark_done_modal(reissue_request: ReissueRequest, seen: SeenRevision) -> dict[str, Any]:
    """Asks an approver for the enrollment that the reissue opened; it may stay empty."""
    words = (
        f"Submit this if you saw in Vitable that the enrollment of *{employee_name(reissue_request)}* was reissued. "
        f"{reissue_request.label} then counts as reissued, confirmed by you. Nothing is sent to Vitable."
    )
    text: Block = {
        "type": "plain_text_input",
        "action_id": BlockId.MARK_DONE_ENROLLMENT.value,
        "placeholder": plain_text("enrl_…", 150),
        "max_length": 100,
    }
    blocks = [
        section(Mrkdwn(words)),
        entry(BlockId.MARK_DONE_ENROLLMENT.value, "New enrollment", text, hint=hint(MARK_DONE_HINT), optional=True),
    ]
    return form(CallbackId.MARK_DONE, f"Mark {reissue_request.label} as done", "Mark as done", blocks, str(seen))
