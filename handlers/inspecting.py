"""The listener of *Details*."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from approvals.conditions import conditions_of
from approvals.talk import Talk
from approvals.use_cases import UseCases
from handlers.blocks.context import Detail
from handlers.blocks.details_modal import details_modal
from handlers.errors import ErrorAnswers
from handlers.payloads import Body, Click
from handlers.views import open_asked
from handlers.workplace import Workplace


async def on_details(
    ack: AsyncAck,
    body: Body,
    client: AsyncWebClient,
    use_cases: UseCases,
    workplace: Workplace,
    answers: ErrorAnswers,
) -> None:
    """*Details*: all facts and the timeline, for the people entitled to them."""
    click = Click.of(body)
    request_id = click.seen.request_id

    async def details() -> dict[str, Any]:
        dossier = await use_cases.inspecting.inspect(click.actor, request_id)
        talk = Talk.of(dossier.remarks, dossier.events)
        context = workplace.context(
            Detail.FULL,
            dossier.today,
            dossier.reissue_request,
            talk,
            second_approval=conditions_of(dossier.events),
            is_matched=dossier.is_matched,
        )
        return details_modal(dossier.reissue_request, dossier.attempts, dossier.events, context, workplace.clock.now())

    refuse = partial(answers.in_opened, client, click.action.value)
    await open_asked(ack, client, click.trigger_id, details, refuse)
