"""Listeners that open the request modal: the slash command, the global shortcut, and two buttons."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from approvals.core import UseCases
from approvals.errors import NotAllowed
from benefits.ids import EMPLOYEE_PREFIX, ENROLLMENT_PREFIX
from handlers.blocks.modals.notices import refused_modal
from handlers.board.links import CardLinks
from handlers.errors import ErrorAnswers
from handlers.listeners.overview import answer_to
from handlers.payloads import Body, Click, Opening
from handlers.request_form import RequestForm
from handlers.slack.views import open_asked, open_view, replace_view
from handlers.words.refusals import sentence_for


async def on_command(
    ack: AsyncAck,
    body: Body,
    client: AsyncWebClient,
    use_cases: UseCases,
    form: RequestForm,
    links: CardLinks,
) -> None:
    """`/reissue` and `/reissue enrl_…`; `overview` answers all other words."""
    opening = Opening.of(body)
    typed = opening.text.strip()
    if typed and not typed.startswith((ENROLLMENT_PREFIX, EMPLOYEE_PREFIX)):
        actor = await use_cases.authority.known(opening.actor)
        await ack(**await answer_to(typed, actor, use_cases, links), response_type="ephemeral")
        return
    await _open(ack, opening, typed, client, use_cases, form)


async def on_shortcut(
    ack: AsyncAck, body: Body, client: AsyncWebClient, use_cases: UseCases, form: RequestForm
) -> None:
    """*New request…* in the Home tab; and the global shortcut, for threads, where slash commands do not work."""
    await _open(ack, Opening.of(body), "", client, use_cases, form)


async def on_request_again(
    ack: AsyncAck, body: Body, client: AsyncWebClient, use_cases: UseCases, form: RequestForm, answers: ErrorAnswers
) -> None:
    """*Request again…* on an expired request: the form with everything filled in, checked again when submitted."""
    click = Click.of(body)

    async def again() -> dict[str, Any]:
        actor = await use_cases.authority.known(click.actor)
        return form.again(*await use_cases.earlier_requests.again(actor, click.seen.request_id))

    await open_asked(ack, client, click.trigger, again, partial(answers.in_opened, client, click.action.value))


async def _open(
    ack: AsyncAck, opening: Opening, typed: str, client: AsyncWebClient, use_cases: UseCases, form: RequestForm
) -> None:
    """Open the modal before anything else: the trigger lasts 3 s. It shows nothing that needs authority."""
    view = form.loading(typed, typed) if typed else form.empty()
    view_id, view_hash = await open_view(ack, client, opening.trigger, view)
    actor = await use_cases.authority.known(opening.actor)
    try:
        await use_cases.authority.of_requester(actor)
        offer = await use_cases.choices.choices(actor.user_id, typed) if typed else None
    except NotAllowed as refusal:
        await replace_view(client, view_id, refused_modal(sentence_for(refusal)))
        return
    if offer is not None:
        await replace_view(client, view_id, form.filled(offer, typed, preselect=True), view_hash)
    elif obstacle := await use_cases.choices.standstill():
        await replace_view(client, view_id, form.filled(obstacle, ""), view_hash)
