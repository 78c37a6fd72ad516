"""Listeners of *Answer…* and *Change…*: the requester revises the request."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from approvals.actions.revise import Edit
from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.blocks.modals.revise import revise_modal
from handlers.ids import ActionId, BlockId, SeenRevision
from handlers.payloads import Body, InModal


async def answer_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Answer…* asks for the answer, and shows the request's present content."""
    return revise_modal(await use_cases.revisions.could_answer(actor, *seen), seen)


async def change_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Change…* shows the request's present content."""
    return revise_modal(await use_cases.revisions.could_change(actor, *seen), seen)


async def on_answer_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The answer was submitted, together with the requester's changes."""
    submitted = InModal.of(body)
    answer = submitted.view.typed(BlockId.ANSWER, BlockId.ANSWER)
    actor = await use_cases.authority.known(submitted.actor)
    await use_cases.revisions.revise(actor, *submitted.seen, edit=_edit(submitted, answer))
    await ack(response_action="clear")  # the form may have been opened from Details, which is outdated now


async def on_change_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The change was submitted."""
    submitted = InModal.of(body)
    actor = await use_cases.authority.known(submitted.actor)
    await use_cases.revisions.revise(actor, *submitted.seen, edit=_edit(submitted))
    await ack(response_action="clear")  # the form may have been opened from Details, which is outdated now


def _edit(submitted: InModal, answer: str | None = None) -> Edit:
    view = submitted.view
    return Edit(
        reason=view.typed(BlockId.REASON, ActionId.REASON),
        qle_id=view.event,
        without_event=view.has_input(BlockId.OPTIONAL_QLE) and not view.event,
        answer=answer,
    )
