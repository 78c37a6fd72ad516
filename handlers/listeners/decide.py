"""Listeners of the decision: an approver approves or denies."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.blocks.modals.deny import deny_modal
from handlers.ids import ActionId, BlockId, SeenRevision
from handlers.payloads import Body, Click, InModal


async def on_approve(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """*Approve*: the decision is committed before the acknowledgement."""
    click = Click.of(body)
    actor = await use_cases.authority.known(click.actor)
    await use_cases.decisions.approve(actor, *click.seen)
    await ack()


async def deny_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Deny…* asks for the reason."""
    return deny_modal(await use_cases.decisions.could_deny(actor, *seen), seen)


async def on_denial_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The reason was submitted: the check that counts."""
    submitted = InModal.of(body)
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    actor = await use_cases.authority.known(submitted.actor)
    await use_cases.decisions.deny(actor, *submitted.seen, reason=reason)
    await ack()
