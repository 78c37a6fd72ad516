"""Listeners after an attempt: retry, close, check again, send again, mark as done, refresh."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from slack_bolt.async_app import AsyncAck, AsyncRespond

from approvals.actions.resolve import Resolutions
from approvals.core import UseCases
from approvals.lookups.authority import Actor
from approvals.model.request import ReissueRequest
from handlers.blocks.modals.mark_done import mark_done_modal
from handlers.carried import SeenRevision
from handlers.ids import BlockId
from handlers.listeners.forms import Listener
from handlers.payloads import Body, Click, InModal
from handlers.words.controls.commands import NOTHING_NEW

Action = Callable[[Actor, UUID], Awaitable[ReissueRequest]]


def on_press(act: Callable[[Resolutions], Action]) -> Listener:
    """The listener of a button that does one thing: it is committed before the acknowledgement."""

    async def pressed(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
        click = Click.of(body)
        actor = await use_cases.authority.known(click.actor)
        await act(use_cases.resolutions)(actor, click.seen.request_id)
        await ack()

    return pressed


async def mark_done_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Mark as done…* asks for the new enrollment's id; the submission is the check that counts."""
    return mark_done_modal(await use_cases.resolutions.could_mark_done(actor, *seen), seen)


async def on_mark_done_submitted(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The confirmation was submitted."""
    submitted = InModal.of(body)
    typed = submitted.view.typed(BlockId.MARK_DONE_ENROLLMENT, BlockId.MARK_DONE_ENROLLMENT)
    actor = await use_cases.authority.known(submitted.actor)
    await use_cases.resolutions.mark_done(actor, submitted.seen.request_id, typed)
    await ack()


async def on_refresh(ack: AsyncAck, body: Body, respond: AsyncRespond, use_cases: UseCases) -> None:
    """*Refresh*: read the new enrollment once more."""
    click = Click.of(body)
    before = await use_cases.actions.read(click.seen.request_id)
    actor = await use_cases.authority.known(click.actor)
    after = await use_cases.resolutions.refresh(actor, click.seen.request_id)
    await ack()
    if after.version == before.version:
        await respond(NOTHING_NEW, response_type="ephemeral", replace_original=False, thread_ts=click.thread_ts)
