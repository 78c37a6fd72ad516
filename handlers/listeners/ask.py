"""Listeners of *Ask…*: an approver asks the requester a question."""

from typing import Any

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.blocks.modals.ask import ask_modal
from handlers.carried import SeenRevision
from handlers.ids import BlockId
from handlers.payloads import InModal
from handlers.words.done import asked_now
from handlers.words.mrkdwn import Mrkdwn


async def ask_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Ask…* asks for the question."""
    return ask_modal(await use_cases.questions.could_ask(actor, *seen), seen)


async def ask(use_cases: UseCases, actor: Actor, submitted: InModal) -> Mrkdwn:
    """The question was submitted: the check that counts."""
    question = submitted.view.typed(BlockId.QUESTION, BlockId.QUESTION)
    return asked_now(await use_cases.questions.ask(actor, *submitted.seen, question=question))
