"""Listeners of the conversation about a request: an approver asks, the requester answers or changes it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from approvals.authority import Actor
from approvals.revising import Draft, Edit, Revising
from approvals.use_cases import UseCases
from handlers.blocks.ask_modal import ask_modal
from handlers.blocks.revise_modal import revise_modal
from handlers.errors import ErrorAnswers
from handlers.ids import ActionId, BlockId
from handlers.payloads import Body, Click, InModal
from handlers.settling import Listener
from handlers.views import open_asked

Could = Callable[[Actor, UUID, int], Awaitable[Draft]]


async def on_ask(ack: AsyncAck, body: Body, client: AsyncWebClient, use_cases: UseCases, answers: ErrorAnswers) -> None:
    """*Ask…*: ask for the question; nothing changes until it is submitted."""
    click = Click.of(body)
    seen = click.seen
    await ack()

    async def form() -> dict[str, Any]:
        return ask_modal(await use_cases.asking.could_ask(click.actor, *seen), seen)

    refuse = partial(answers.in_opened, client, click.action.value)
    await open_asked(client, click.trigger_id, form, refuse)


async def on_question_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The question was submitted: the check that counts."""
    submitted = InModal.of(body)
    question = submitted.view.typed(BlockId.QUESTION, BlockId.QUESTION)
    await use_cases.asking.ask(submitted.actor, *submitted.seen, question=question)
    await ack()


def on_revise(could: Callable[[Revising], Could]) -> Listener:
    """The listener of *Answer…* or *Change…*: the form with what is in the request now."""

    async def pressed(
        ack: AsyncAck,
        body: Body,
        client: AsyncWebClient,
        use_cases: UseCases,
        answers: ErrorAnswers,
    ) -> None:
        click = Click.of(body)
        seen = click.seen
        await ack()

        async def form() -> dict[str, Any]:
            return revise_modal(await could(use_cases.revising)(click.actor, *seen), seen)

        refuse = partial(answers.in_opened, client, click.action.value)
        await open_asked(client, click.trigger_id, form, refuse)

    return pressed


async def on_answer_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The answer was submitted, with what the requester changed beside it."""
    submitted = InModal.of(body)
    answer = submitted.view.typed(BlockId.ANSWER, BlockId.ANSWER)
    await use_cases.revising.revise(submitted.actor, *submitted.seen, edit=_edit(submitted, answer))
    await ack()


async def on_change_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The change was submitted."""
    submitted = InModal.of(body)
    await use_cases.revising.revise(submitted.actor, *submitted.seen, edit=_edit(submitted))
    await ack()


def _edit(submitted: InModal, answer: str | None = None) -> Edit:
    return Edit(
        reason=submitted.view.typed(BlockId.REASON, ActionId.REASON),
        qle_id=submitted.view.typed(BlockId.QLE, ActionId.QLE),
        answer=answer,
    )
