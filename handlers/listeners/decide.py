"""Listeners of the decision: an approver approves or denies."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.blocks.modals.approve import approve_modal
from handlers.blocks.modals.deny import deny_modal
from handlers.board.presentation import Presentation
from handlers.carried import SeenRevision
from handlers.ids import ActionId, BlockId
from handlers.listeners.card_check import CLICKED
from handlers.listeners.documents import said_document
from handlers.payloads import Body, Click, InModal
from handlers.slack.views import Modals, open_asked
from handlers.words.done import approved_now, denied_now
from handlers.words.mrkdwn import Mrkdwn


async def on_approve(
    ack: AsyncAck,
    body: Body,
    context: AsyncBoltContext,
    use_cases: UseCases,
    presentation: Presentation,
    modals: Modals,
) -> None:
    """*Approve*: the decision is committed before the acknowledgement.

    An earlier release drew this button on cards without any facts too: there it opens the form. So it does on cards
    from before approvers had to say which document they saw.
    """
    click, card = Click.of(body), context.get(CLICKED)
    is_without_facts = card is not None and not card.named
    if is_without_facts or await use_cases.decisions.asks_for_document(click.seen.request_id):
        await on_approve_form(ack, body, context, use_cases, presentation, modals)
        return
    actor = await use_cases.authority.known(click.actor)
    await use_cases.decisions.approve(actor, *click.seen)
    await ack()


async def on_approve_form(
    ack: AsyncAck,
    body: Body,
    context: AsyncBoltContext,
    use_cases: UseCases,
    presentation: Presentation,
    modals: Modals,
) -> None:
    """*Approve…*: all facts first. The audit notes that the approver saw them, as for *Details*."""
    click = Click.of(body)
    seen = click.seen

    async def asked() -> dict[str, Any]:
        actor = await use_cases.authority.known(click.actor)
        await use_cases.decisions.could_approve(actor, *seen)
        found = await use_cases.inspections.inspect(actor, seen.request_id)
        return approve_modal(found.reissue_request, presentation.context_of(found), seen)

    await open_asked(ack, context, modals, click, asked)


async def approve_with_note(use_cases: UseCases, actor: Actor, submitted: InModal) -> Mrkdwn:
    """The form of *Approve…* was submitted: the check that counts, and the decision, as at *Approve*."""
    note, said = submitted.view.typed(BlockId.NOTE, BlockId.NOTE), said_document(submitted.view)
    return approved_now(await use_cases.decisions.approve(actor, *submitted.seen, note=note, said=said))


async def deny_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Deny…* asks for the reason."""
    return deny_modal(await use_cases.decisions.could_deny(actor, *seen), seen)


async def deny(use_cases: UseCases, actor: Actor, submitted: InModal) -> Mrkdwn:
    """The reason was submitted: the check that counts."""
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    return denied_now(await use_cases.decisions.deny(actor, *submitted.seen, reason=reason))
