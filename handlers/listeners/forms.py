"""Forms about one request: they open at once, and nothing changes until they are submitted."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.board.presentation import Presentation
from handlers.carried import SeenRevision
from handlers.listeners.details import details_for
from handlers.payloads import Body, Click, InModal
from handlers.slack.views import Modals, open_asked
from handlers.words.mrkdwn import Mrkdwn

Listener = Callable[..., Awaitable[None]]
Form = Callable[[UseCases, Actor, SeenRevision], Awaitable[dict[str, Any]]]
"""Makes the form for the person who clicked; raises a refusal if they may not, which is then shown instead."""


def on_form(form: Form) -> Listener:
    """The listener of a button that opens a form."""

    async def pressed(
        ack: AsyncAck, body: Body, context: AsyncBoltContext, use_cases: UseCases, modals: Modals
    ) -> None:
        click = Click.of(body)
        seen = click.seen

        async def make() -> dict[str, Any]:
            return await form(use_cases, await use_cases.authority.known(click.actor), seen)

        await open_asked(ack, context, modals, click, make)

    return pressed


Do = Callable[[UseCases, Actor, InModal], Awaitable[Mrkdwn]]
"""Does what a form is for, and commits it; returns a sentence that says what was done."""


def on_submit(do: Do) -> Listener:
    """The listener of a submitted form: it is committed before the acknowledgement, which closes the form. If the form
    was opened from *Details*, these are drawn again then."""

    async def submitted(
        ack: AsyncAck, body: Body, use_cases: UseCases, presentation: Presentation, modals: Modals
    ) -> None:
        form = InModal.of(body)
        actor = await use_cases.authority.known(form.actor)
        done = await do(use_cases, actor, form)
        await ack()
        if form.view.previous_view_id is not None:  # only Details have buttons that open a form on top of them
            details = await details_for(actor, form.seen.request_id, use_cases, presentation, done)
            await modals.replace(form.view.previous_view_id, details)

    return submitted
