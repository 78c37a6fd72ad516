"""Listeners of *Withdraw…*: the requester takes the request back."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.blocks.modals.withdraw import withdraw_modal
from handlers.ids import ActionId, BlockId, SeenRevision
from handlers.payloads import Body, InModal


async def withdraw_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Withdraw…* asks why."""
    return withdraw_modal(await use_cases.decisions.could_withdraw(actor, seen.request_id), seen)


async def on_withdrawal_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The requester takes it back: the check that counts."""
    submitted = InModal.of(body)
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    actor = await use_cases.authority.known(submitted.actor)
    await use_cases.decisions.withdraw(actor, submitted.seen.request_id, reason)
    await ack(response_action="clear")  # the form may have been opened from Details, which is outdated now
