"""`/reissue grace mwangi`: the form for an employee by name, and the buttons that choose one of those it found."""

from collections.abc import Collection
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from approvals.model.choices import Matches, Obstacle, obstacle_of
from benefits.errors import BenefitsError, InvalidId, NotFound
from handlers.payloads import Body, Click, Opening
from handlers.request_form import RequestForm
from handlers.slack.modal_updates import ModalUpdates
from handlers.slack.views import Modals, open_first


async def open_named(
    ack: AsyncAck,
    context: AsyncBoltContext,
    opening: Opening,
    use_cases: UseCases,
    form: RequestForm,
    modals: Modals,
) -> None:
    """Open the form at once, then look for the employee: a single one is chosen, several can be chosen from."""
    typed = opening.text.strip()
    view_id, view_hash = await open_first(ack, context, modals, opening, form.searching(typed))
    actor = await use_cases.authority.known(opening.actor)
    routes = await use_cases.reach.requested(actor)
    await modals.replace(view_id, await _named(typed, actor.user_id, routes, use_cases, form), view_hash)


async def on_request_for(
    ack: AsyncAck, body: Body, context: AsyncBoltContext, use_cases: UseCases, form: RequestForm, modals: Modals
) -> None:
    """*Request…* beside a person that `/reissue find` found: the form with that employee chosen."""
    click = Click.of(body)
    employee = click.action.value or ""
    view_id, view_hash = await open_first(ack, context, modals, click, form.loading(employee, employee))
    actor = await use_cases.authority.known(click.actor)
    routes = await use_cases.reach.requested(actor)
    offer = await use_cases.choices.choices(actor.user_id, employee, routes=routes)
    await modals.replace(view_id, form.filled(offer, employee, preselect=True), view_hash)


async def on_employee_picked(
    ack: AsyncAck, body: Body, use_cases: UseCases, form: RequestForm, modal_updates: ModalUpdates
) -> None:
    """*Choose* beside one of several people in the form. The employee menu is taken out and drawn again: Slack shows a
    first choice only in a menu that was not there before."""
    click = Click.of(body)
    await ack()
    employee = click.action.value or ""
    if click.view is None:
        return
    update = modal_updates.begin(click.view.id, click.click)
    actor = await use_cases.authority.known(click.actor)
    routes = await use_cases.reach.requested(actor)
    view_hash = await update.draw(form.loading(employee, employee))
    if view_hash is not None:
        offer = await use_cases.choices.choices(actor.user_id, employee, routes=routes)
        await update.draw(form.filled(offer, employee, preselect=True), view_hash)


async def _named(
    typed: str, user_id: str, routes: Collection[str], use_cases: UseCases, form: RequestForm
) -> dict[str, Any]:
    try:
        found = await use_cases.choices.search(typed, routes)
    except (InvalidId, NotFound):
        found = Matches()
    except BenefitsError as error:
        return form.filled(obstacle_of(error), "")
    if not found.entries and (obstacle := await _why_none(found, use_cases)):
        return form.filled(obstacle, "")
    if len(found.entries) != 1 or found.more or found.left_out:
        return form.several(typed, found)
    employee = found.entries[0].id
    return form.filled(await use_cases.choices.choices(user_id, employee, routes=routes), employee, preselect=True)


async def _why_none(found: Matches, use_cases: UseCases) -> Obstacle | None:
    """Why no employee was found, if that does not show that there is none."""
    if found.too_short:
        return None
    if obstacle := await use_cases.choices.standstill():
        return obstacle
    return Obstacle.LEFT_OUT if await use_cases.choices.unreadable_employees() else None
