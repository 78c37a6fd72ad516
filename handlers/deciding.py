"""Listeners of the decision: approve, deny, withdraw, and the modals that ask why."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from approvals.use_cases import UseCases
from handlers.blocks.deny_modal import deny_modal
from handlers.blocks.withdraw_modal import withdraw_modal
from handlers.errors import ErrorAnswers
from handlers.ids import ActionId, BlockId
from handlers.payloads import Body, Click, InModal
from handlers.views import open_asked


async def on_approve(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """*Approve*: decided and committed before it is acknowledged."""
    click = Click.of(body)
    await use_cases.deciding.approve(click.actor, *click.seen)
    await ack()


async def on_withdraw(
    ack: AsyncAck, body: Body, client: AsyncWebClient, use_cases: UseCases, answers: ErrorAnswers
) -> None:
    """*Withdraw…*: ask why; nothing changes until it is submitted."""
    click = Click.of(body)
    seen = click.seen
    await ack()

    async def form() -> dict[str, Any]:
        return withdraw_modal(await use_cases.deciding.could_withdraw(click.actor, seen.request_id), seen)

    refuse = partial(answers.in_opened, client, click.action.value)
    await open_asked(client, click.trigger_id, form, refuse)


async def on_withdrawal_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The requester takes it back: the check that counts."""
    submitted = InModal.of(body)
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    await use_cases.deciding.withdraw(submitted.actor, submitted.seen.request_id, reason)
    await ack()


async def on_deny(
    ack: AsyncAck, body: Body, client: AsyncWebClient, use_cases: UseCases, answers: ErrorAnswers
) -> None:
    """*Deny…*: ask for the reason; nothing changes until it is submitted."""
    click = Click.of(body)
    seen = click.seen
    await ack()

    async def form() -> dict[str, Any]:
        return deny_modal(await use_cases.deciding.could_deny(click.actor, *seen), seen)

    refuse = partial(answers.in_opened, client, click.action.value)
    await open_asked(client, click.trigger_id, form, refuse)


async def on_denial_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The reason was submitted: the check that counts."""
    submitted = InModal.of(body)
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    await use_cases.deciding.deny(submitted.actor, *submitted.seen, reason=reason)
    await ack()
