"""Listeners inside the request modal: the typeahead, and the choices that depend on it."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from approvals.core import UseCases
from approvals.model.choices import Choices, Matches, Obstacle, obstacle_of
from benefits.errors import BenefitsError, InvalidId, NotFound
from benefits.ids import ENROLLMENT_PREFIX
from handlers.blocks.elements import OPTIONS_LIMIT, option
from handlers.blocks.modals.employee_options import employee_options, left_out_option
from handlers.ids import ActionId, BlockId
from handlers.payloads import Body, Click, InModal
from handlers.request_form import RequestForm
from handlers.slack.modal_updates import ModalUpdates
from handlers.words.controls.forms import IN_TYPEAHEAD


async def on_employee_search(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The typeahead: employees whose name, e-mail or id matches."""
    asked = InModal.of(body)
    typed = asked.typed.strip()
    actor = await use_cases.authority.known(asked.actor)
    routes = await use_cases.reach.requested(actor)
    try:
        found = await use_cases.choices.search(typed, routes)
    except (InvalidId, NotFound):
        found = Matches()
    except BenefitsError as error:
        await ack(options=_instead(obstacle_of(error)))
        return
    if not found.entries and (obstacle := await use_cases.choices.standstill()):
        await ack(options=_instead(obstacle))
        return
    options = employee_options(found)
    if typed.startswith(ENROLLMENT_PREFIX) and len(options) == 1:
        options[0]["value"] = typed
    if left_out := found.left_out or await use_cases.choices.unreadable_employees():
        options = [*options[: OPTIONS_LIMIT - 1], left_out_option(left_out)]
    await ack(options=options)


async def on_employee_chosen(
    ack: AsyncAck,
    body: Body,
    use_cases: UseCases,
    form: RequestForm,
    modal_updates: ModalUpdates,
) -> None:
    """An employee was chosen, or a failed look-up is tried again: read what there is to choose from."""
    click = Click.of(body)
    await ack()
    if click.view is None or not click.action.value:
        return
    chosen = click.action.value
    update = modal_updates.begin(click.view.id, click.click)
    actor = await use_cases.authority.known(click.actor)
    routes = await use_cases.reach.requested(actor)
    if chosen in set(Obstacle):
        await update.draw(form.filled(Obstacle(chosen), ""))
        return
    kept = click.view if click.action.action_id == ActionId.TRY_AGAIN else None  # another employee: nothing is
    view_hash = await update.draw(form.loading(chosen, kept=kept))
    if view_hash is None:
        return
    offer = await use_cases.choices.choices(actor.user_id, chosen, routes=routes)
    await update.draw(form.filled(offer, chosen, kept=kept), view_hash)


async def on_menu_chosen(
    ack: AsyncAck,
    body: Body,
    use_cases: UseCases,
    form: RequestForm,
    modal_updates: ModalUpdates,
) -> None:
    """An enrollment or a life event was chosen: show what becomes of the coverage, and with both who decides."""
    click = Click.of(body)
    await ack()
    if click.view is None or not click.view.has_input(BlockId.ENROLLMENT):
        return
    view = click.view
    update = modal_updates.begin(view.id, click.click)
    actor = await use_cases.authority.known(click.actor)
    routes = await use_cases.reach.requested(actor)
    employee = view.block_id(BlockId.ENROLLMENT).partition(":")[2]
    chosen = view.ticked(BlockId.ENROLLMENT)
    offer = await use_cases.choices.choices(actor.user_id, employee, view.event, routes, chosen)
    is_read = isinstance(offer, Choices)
    drawn = form.filled(offer, employee, kept=view) if is_read else form.unsure(view)
    await update.draw(drawn, view.hash)


def _instead(obstacle: Obstacle) -> list[dict[str, Any]]:
    """A sentence instead of employees; if it is chosen, the modal shows it."""
    return [option(IN_TYPEAHEAD[obstacle], obstacle.value)]
