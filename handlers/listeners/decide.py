"""Listeners of the decision: approve, deny, withdraw, and the forms that ask why."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from approvals.lookups.authority import Actor
from approvals.use_cases import UseCases
from handlers.blocks.modals.deny import deny_modal
from handlers.blocks.modals.withdraw import withdraw_modal
from handlers.ids import ActionId, BlockId, Seen
from handlers.payloads import Body, Click, InModal


async def on_approve(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """*Approve*: decided and committed before it is acknowledged."""
    click = Click.of(body)
    await use_cases.deciding.approve(click.actor, *click.seen)
    await ack()


async def withdraw_form(use_cases: UseCases, actor: Actor, seen: Seen) -> dict[str, Any]:
    """*Withdraw…* asks why."""
    return withdraw_modal(await use_cases.deciding.could_withdraw(actor, seen.request_id), seen)


async def on_withdrawal_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The requester takes it back: the check that counts."""
    submitted = InModal.of(body)
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    await use_cases.deciding.withdraw(submitted.actor, submitted.seen.request_id, reason)
    await ack()


async def deny_form(use_cases: UseCases, actor: Actor, seen: Seen) -> dict[str, Any]:
    """*Deny…* asks for the reason."""
    return deny_modal(await use_cases.deciding.could_deny(actor, *seen), seen)


async def on_denial_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The reason was submitted: the check that counts."""
    submitted = InModal.of(body)
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    await use_cases.deciding.deny(submitted.actor, *submitted.seen, reason=reason)
    await ack()
