"""Listeners of *Answer…* and *Change…*: the requester revises the request."""

from typing import Any

from approvals.actions.revise import Edit
from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.blocks.modals.revise import revise_modal
from handlers.carried import SeenRevision
from handlers.ids import ActionId, BlockId
from handlers.listeners.documents import said_document
from handlers.payloads import InModal
from handlers.words.done import answered_now, changed_now
from handlers.words.mrkdwn import Mrkdwn


async def answer_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Answer…* asks for the answer, and shows the request's present content."""
    return revise_modal(await use_cases.revisions.could_answer(actor, *seen), seen)


async def change_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Change…* shows the request's present content."""
    return revise_modal(await use_cases.revisions.could_change(actor, *seen), seen)


async def answer(use_cases: UseCases, actor: Actor, submitted: InModal) -> Mrkdwn:
    """The answer was submitted, together with the requester's changes."""
    edit = _edit(submitted, submitted.view.typed(BlockId.ANSWER, BlockId.ANSWER))
    return answered_now(await use_cases.revisions.revise(actor, *submitted.seen, edit=edit))


async def change(use_cases: UseCases, actor: Actor, submitted: InModal) -> Mrkdwn:
    """The change was submitted."""
    return changed_now(await use_cases.revisions.revise(actor, *submitted.seen, edit=_edit(submitted)))


def _edit(submitted: InModal, answer: str | None = None) -> Edit:
    view = submitted.view
    return Edit(
        reason=view.typed(BlockId.REASON, ActionId.REASON),
        qle_id=view.event,
        without_event=view.has_input(BlockId.OPTIONAL_QLE) and not view.event,
        answer=answer,
        document=said_document(view, of_any_event=True),
    )
