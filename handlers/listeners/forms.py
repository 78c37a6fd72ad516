"""Buttons that open a form: it opens at once, and nothing changes until it is submitted."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.errors import ErrorAnswers
from handlers.ids import SeenRevision
from handlers.payloads import Body, Click
from handlers.slack.views import open_asked

Listener = Callable[..., Awaitable[None]]
Form = Callable[[UseCases, Actor, SeenRevision], Awaitable[dict[str, Any]]]
"""Makes the form for the person who clicked; raises a refusal if they may not, which is then shown instead."""


def on_form(form: Form) -> Listener:
    """The listener of a button that opens a form."""

    async def pressed(
        ack: AsyncAck, body: Body, client: AsyncWebClient, use_cases: UseCases, answers: ErrorAnswers
    ) -> None:
        click = Click.of(body)
        seen = click.seen

        async def make() -> dict[str, Any]:
            return await form(use_cases, await use_cases.authority.known(click.actor), seen)

        refuse = partial(answers.in_opened, client, click.action.value)
        await open_asked(ack, client, click.trigger, make, refuse)

    return pressed
