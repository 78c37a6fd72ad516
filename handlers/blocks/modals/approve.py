"""The modal behind *Approve…*: all facts and warnings, what approving does, the document, and a field for a note."""

from typing import Any

from approvals.model.request import ReissueRequest
from handlers.blocks.context import CardContext
from handlers.blocks.elements import entry, hint, text_area
from handlers.blocks.facts import effect, server_note
from handlers.blocks.messages.card import shared_facts
from handlers.blocks.modals.document import document_part
from handlers.blocks.modals.modal import form
from handlers.blocks.parts import blocks_of
from handlers.carried import SeenRevision
from handlers.ids import BlockId, CallbackId
from handlers.words.controls.dialogs import approve_form_words
from handlers.words.controls.forms import NOTE, NOTE_HINT


def approve_modal(reissue_request: ReissueRequest, ctx: CardContext, seen: SeenRevision) -> dict[str, Any]:
    """Asks an approver, who sees everything here that a card in a private channel shows."""
    facts = [
        server_note(ctx.server),
        *shared_facts(reissue_request, (), ctx, in_modal=True),
        effect(reissue_request, ctx.today),
    ]
    note = entry(BlockId.NOTE.value, NOTE, text_area(BlockId.NOTE.value), hint=hint(NOTE_HINT), optional=True)
    asked = document_part([reissue_request.qle]) if ctx.asks_approver_for_document(reissue_request) else []
    blocks = [*blocks_of(facts), *asked, note]
    return form(CallbackId.APPROVE, approve_form_words(reissue_request.label), blocks, str(seen))
