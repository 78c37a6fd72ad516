"""Listeners of *Record an event…* in the request modal, and of the form on top of it."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.actions.record_event import EventRecords, EventSubmission, NearDuplicates
from approvals.actions.request_again import Earlier
from approvals.core import UseCases
from approvals.errors import RecordsNoEvents
from approvals.lookups.authority import Actor
from approvals.model.event_record import EventRecord, RecordState
from approvals.rules.budgets import TimeBudgets
from handlers.blocks.elements import alert
from handlers.blocks.modals.record_event import record_modal, still_recording_modal, unclear_modal
from handlers.board.presentation import Presentation
from handlers.carried import RecordFor
from handlers.ids import ActionId, BlockId
from handlers.payloads import NOTICE, Body, Click, InModal, View
from handlers.request_form import RequestForm
from handlers.slack.views import Modals, open_asked
from handlers.words.recorded_events import refused_words


async def on_record_event(
    ack: AsyncAck,
    body: Body,
    context: AsyncBoltContext,
    use_cases: UseCases,
    presentation: Presentation,
    modals: Modals,
) -> None:
    """*Record an event…*: a form on top of the request form. It carries what was chosen there."""
    click = Click.of(body)

    async def asked() -> dict[str, Any]:
        records = _records(use_cases)
        actor = await use_cases.authority.known(click.actor)
        found = await records.recordable(actor, click.action.value or "")
        chosen = (click.view.ticked(BlockId.ENROLLMENT), click.view.again_of) if click.view else ((), None)
        about = RecordFor(found.employee.id, *chosen)
        paused, server = records.is_paused, presentation.server
        return record_modal(found.employee, about, today=found.today, is_paused=paused, server=server)

    await open_asked(ack, context, modals, click, asked)


async def on_event_submitted(
    ack: AsyncAck,
    body: Body,
    use_cases: UseCases,
    presentation: Presentation,
    form: RequestForm,
    modals: Modals,
    budgets: TimeBudgets,
) -> None:
    """The form was submitted: written down first, then sent. What takes longer than Slack waits is told later."""
    deadline = asyncio.get_running_loop().time() + budgets.recording
    submitted, records = InModal.of(body), _records(use_cases)
    view, about = submitted.view, RecordFor.parse(submitted.view.private_metadata)
    actor = await use_cases.authority.known(submitted.actor)
    try:
        record = await records.submit(_submission(view, about, actor))
    except NearDuplicates as found:
        if found.are_others(about.similar):  # named before, and not ticked
            raise
        about, server = about._replace(similar=found.ids), presentation.server
        named = record_modal(found.facts.employee, about, today=found.facts.today, similar=found, server=server)
        await ack(response_action="update", view=modals.in_answer(named))
        return
    left = max(0.0, deadline - asyncio.get_running_loop().time())
    record = await records.result(record.id, left) or record
    await _answer(ack, modals, view, about, record, is_own=record.requester == actor.user_id)
    if record.state is RecordState.RECORDED and not await _chosen(use_cases, form, modals, view, about, record, actor):
        return  # the form below was closed, so a direct message says it
    if not record.is_open:
        await records.told(record, actor)


async def _answer(
    ack: AsyncAck, modals: Modals, view: View, about: RecordFor, record: EventRecord, *, is_own: bool
) -> None:
    """Close the form once the event is recorded; otherwise say in its place how things stand."""
    match record.state:
        case RecordState.RECORDED:
            await ack()
        case RecordState.NOT_RECORDED:
            await ack(response_action="update", view=modals.in_answer(_refused_again(view, about, record)))
        case RecordState.UNKNOWN:
            await ack(response_action="update", view=unclear_modal(record))
        case _:
            await ack(response_action="update", view=still_recording_modal(record, is_own=is_own))


async def _chosen(
    use_cases: UseCases,
    form: RequestForm,
    modals: Modals,
    view: View,
    about: RecordFor,
    record: EventRecord,
    actor: Actor,
) -> bool:
    """Choose the recorded event in the form below; False if that was closed."""
    routes = await use_cases.reach.requested(actor)
    enrollments = about.enrollments or None
    offer = await use_cases.choices.choices(actor.user_id, record.employee_id, record.event_id, routes, enrollments)
    earlier = await _earlier(use_cases, actor, about)
    drawn = form.recorded(record, offer, earlier)
    return view.previous_view_id is not None and await modals.replace(view.previous_view_id, drawn) is not None


async def _earlier(use_cases: UseCases, actor: Actor, about: RecordFor) -> Earlier | None:
    return None if about.again_of is None else await use_cases.earlier_requests.again(actor, about.again_of)


def _refused_again(view: View, about: RecordFor, record: EventRecord) -> dict[str, Any]:
    """The same form with why the event was not recorded above it; typed text stays. Submitted again it counts anew."""
    above = [{**alert(refused_words(record)), "block_id": NOTICE}]
    return {**view.redrawn(above), "private_metadata": str(about._replace(refusals=about.refusals + 1))}


def _submission(view: View, about: RecordFor, actor: Actor) -> EventSubmission:
    return EventSubmission(
        key=f"{view.id}:{about.refusals}",
        actor=actor,
        employee_id=about.employee,
        event_type=view.typed(BlockId.EVENT_TYPE, ActionId.EVENT_TYPE),
        event_date=view.typed(BlockId.EVENT_DATE, ActionId.EVENT_DATE),
        notes=view.typed(BlockId.NOTES, ActionId.NOTES),
        confirmed=frozenset(about.similar if view.ticked(BlockId.SIMILAR) else ()),
    )


def _records(use_cases: UseCases) -> EventRecords:
    if use_cases.event_records is None:
        raise RecordsNoEvents
    return use_cases.event_records
