"""Listeners of *Details*: they open, and are looked at again."""

from typing import Any
from uuid import UUID

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.blocks.modals.details import NOTHING, Reader, details_modal
from handlers.board.presentation import Presentation
from handlers.payloads import Body, Click
from handlers.slack.views import Modals, open_asked
from handlers.words.mrkdwn import Mrkdwn


async def on_details(
    ack: AsyncAck,
    body: Body,
    context: AsyncBoltContext,
    use_cases: UseCases,
    presentation: Presentation,
    modals: Modals,
) -> None:
    """*Details*: all facts and the timeline, for the people entitled to them."""
    click = Click.of(body)
    request_id = click.seen.request_id

    async def details() -> dict[str, Any]:
        return await details_for(await use_cases.authority.known(click.actor), request_id, use_cases, presentation)

    await open_asked(ack, context, modals, click, details)


async def on_look_again(
    ack: AsyncAck, body: Body, use_cases: UseCases, presentation: Presentation, modals: Modals
) -> None:
    """*Look again*: the same modal with what is true now."""
    click = Click.of(body)
    await ack()
    if click.view is not None:
        actor = await use_cases.authority.known(click.actor)
        await modals.replace(click.view.id, await details_for(actor, click.seen.request_id, use_cases, presentation))


async def details_for(
    actor: Actor, request_id: UUID, use_cases: UseCases, presentation: Presentation, done: Mrkdwn = NOTHING
) -> dict[str, Any]:
    """The details for one reader, whose look is written down first. Raises Refusal."""
    found = await use_cases.inspections.inspect(actor, request_id)
    shown, now = presentation.context_of(found), presentation.clock.now()
    hints = presentation.rule_hints.in_details(found.reissue_request.qle)
    reader = Reader(actor.user_id, may_decide=found.may_decide, done=done)
    return details_modal(found.reissue_request, found.attempts, found.events, shown, now, hints, reader)
