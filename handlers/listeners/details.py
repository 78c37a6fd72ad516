"""The listener of *Details*."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from approvals.core import UseCases
from handlers.blocks.modals.details import details_modal
from handlers.board.presentation import Presentation
from handlers.errors import ErrorAnswers
from handlers.payloads import Body, Click
from handlers.slack.views import open_asked


async def on_details(
    ack: AsyncAck,
    body: Body,
    client: AsyncWebClient,
    use_cases: UseCases,
    presentation: Presentation,
    answers: ErrorAnswers,
) -> None:
    """*Details*: all facts and the timeline, for the people entitled to them."""
    click = Click.of(body)
    request_id = click.seen.request_id

    async def details() -> dict[str, Any]:
        actor = await use_cases.authority.known(click.actor)
        found = await use_cases.inspections.inspect(actor, request_id)
        context, now = presentation.context_of(found), presentation.clock.now()
        hints = presentation.rule_hints.in_details(found.reissue_request.qle)
        return details_modal(found.reissue_request, found.attempts, found.events, context, now, hints)

    refuse = partial(answers.in_opened, client, click.action.value)
    await open_asked(ack, client, click.trigger, details, refuse)
