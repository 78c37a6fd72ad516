"""Listeners that open the request modal: the slash command, the global shortcut, and two buttons."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from benefits.ids import EMPLOYEE_PREFIX, ENROLLMENT_PREFIX
from handlers.board.links import CardLinks
from handlers.listeners.named import open_named
from handlers.listeners.overview import answer_command, is_subcommand
from handlers.payloads import Body, Click, Opening
from handlers.request_form import RequestForm
from handlers.slack.views import Modals, open_asked, open_first


async def on_command(
    ack: AsyncAck,
    body: Body,
    context: AsyncBoltContext,
    use_cases: UseCases,
    form: RequestForm,
    links: CardLinks,
    modals: Modals,
) -> None:
    """`/reissue`, with an id or a name: the form. `overview` answers the words that ask for something to read."""
    opening = Opening.of(body)
    typed = opening.text.strip()
    if is_subcommand(typed):
        await answer_command(ack, typed, opening, use_cases, links)
    elif not typed or typed.startswith((ENROLLMENT_PREFIX, EMPLOYEE_PREFIX)):
        await _open(ack, context, opening, typed, use_cases, form, modals)
    else:
        await open_named(ack, context, opening, use_cases, form, modals)


async def on_shortcut(
    ack: AsyncAck, body: Body, context: AsyncBoltContext, use_cases: UseCases, form: RequestForm, modals: Modals
) -> None:
    """*New request…* in the Home tab; and the global shortcut, for threads, where slash commands do not work."""
    await _open(ack, context, Opening.of(body), "", use_cases, form, modals)


async def on_request_again(
    ack: AsyncAck, body: Body, context: AsyncBoltContext, use_cases: UseCases, form: RequestForm, modals: Modals
) -> None:
    """*Request again…* on a request that has ended: the form with everything filled in, to be checked once more."""
    click = Click.of(body)

    async def again() -> dict[str, Any]:
        actor = await use_cases.authority.known(click.actor)
        return form.again(await use_cases.earlier_requests.again(actor, click.seen.request_id))

    await open_asked(ack, context, modals, click, again)


async def _open(
    ack: AsyncAck,
    context: AsyncBoltContext,
    opening: Opening,
    typed: str,
    use_cases: UseCases,
    form: RequestForm,
    modals: Modals,
) -> None:
    """Open the modal before anything else: the trigger lasts 3 s. It shows nothing that needs authority; a refusal is
    drawn in it."""
    view = form.loading(typed, typed) if typed else form.empty()
    view_id, view_hash = await open_first(ack, context, modals, opening, view)
    actor = await use_cases.authority.known(opening.actor)
    routes = await use_cases.reach.requested(actor)
    offer = await use_cases.choices.choices(actor.user_id, typed, routes=routes) if typed else None
    if offer is not None:
        await modals.replace(view_id, form.filled(offer, typed, preselect=True), view_hash)
    elif obstacle := await use_cases.choices.standstill():
        await modals.replace(view_id, form.filled(obstacle, ""), view_hash)
