"""Listeners of *Ask…*: an approver asks the requester a question."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.blocks.modals.ask import ask_modal
from handlers.ids import BlockId, SeenRevision
from handlers.payloads import Body, InModal


async def ask_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Ask…* asks for the question."""
    return ask_modal(await use_cases.questions.could_ask(actor, *seen), seen)


async def on_question_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The question was submitted: the check that counts."""
    submitted = InModal.of(body)
    question = submitted.view.typed(BlockId.QUESTION, BlockId.QUESTION)
    actor = await use_cases.authority.known(submitted.actor)
    await use_cases.questions.ask(actor, *submitted.seen, question=question)
    await ack()
