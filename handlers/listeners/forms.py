"""Buttons that open a form: it opens at once, and nothing changes until it is submitted."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.ids import SeenRevision
from handlers.payloads import Body, Click
from handlers.slack.views import Modals, open_asked

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
