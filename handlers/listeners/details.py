"""The listener of *Details*."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from handlers.blocks.modals.details import details_modal
from handlers.board.presentation import Presentation
from handlers.payloads import Body, Click
from handlers.slack.views import Modals, open_asked


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
        actor = await use_cases.authority.known(click.actor)
        found = await use_cases.inspections.inspect(actor, request_id)
        shown, now = presentation.context_of(found), presentation.clock.now()
        hints = presentation.rule_hints.in_details(found.reissue_request.qle)
        return details_modal(found.reissue_request, found.attempts, found.events, shown, now, hints, actor.user_id)

    await open_asked(ack, context, modals, click, details)
