"""Modals: opened before anything is known, then replaced, unless the person has closed or changed them.

Not every workspace takes the newer alert block. A view that Slack refuses is sent once more with sections in place of
its alerts, and a process that has learned so sends sections from then on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp
from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.blocks.elements import without_alerts
from handlers.blocks.modals.notices import notice_modal
from handlers.payloads import Click, Triggered
from handlers.slack.client import error_code
from handlers.words.controls.forms import LOADING, ONE_MOMENT

Drawing = dict[str, Any]
Send = Callable[[Drawing], Awaitable[AsyncSlackResponse]]

TOO_LATE = frozenset({"not_found", "hash_conflict"})

NOT_TAKEN = frozenset({"invalid_arguments", "invalid_blocks"})
"""Slack's codes for a view with a block that it does not take."""

ANSWER_READ = (0.0, 0.1, 0.3, 1.0, 3.0)
"""Seconds before each look whether Slack has read the answer to a submission. If not by then, the modal was closed."""

OPENED = "opened_view"
"""The name in Bolt's context for the id of the modal that a listener has opened."""


@dataclass(slots=True, eq=False, repr=False)
class Modals:
    """Opens modals and draws them again. `takes_alerts` says whether this Slack takes alert blocks; None until it was
    seen."""

    client: AsyncWebClient
    takes_alerts: bool | None = None

    async def open(self, trigger_id: str, view: Drawing, *, on_top: bool = False) -> tuple[str, str]:
        """Open a modal; returns its id and hash. `on_top`: the person clicked in a modal, which stays below.

        A second try cannot open a second modal: a trigger works only once.
        """
        call = self.client.views_push if on_top else self.client.views_open

        async def send(drawing: Drawing) -> AsyncSlackResponse:
            try:
                return await call(trigger_id=trigger_id, view=drawing)
            except aiohttp.ServerDisconnectedError:  # as a rule a kept connection that has just been closed
                return await call(trigger_id=trigger_id, view=drawing)

        opened = await self._send(view, send)
        return str(opened["view"]["id"]), str(opened["view"]["hash"])

    async def replace(self, view_id: str, view: Drawing, view_hash: str | None = None) -> str | None:
        """Draw a modal again; returns its new hash, or None when the person has closed it or chosen something else.

        With `view_hash` only if it was not redrawn since (views.update, `hash`).
        """
        return await self._update(view, view_id=view_id, **({"hash": view_hash} if view_hash else {}))

    async def replace_answer(self, external_id: str, view: Drawing) -> None:
        """Draw over the view that a submission was answered with. Slack finds it under its `external_id` only once it
        has read that answer; before, the answer would be drawn over this one."""
        for wait in ANSWER_READ:
            await asyncio.sleep(wait)
            if await self._update(view, external_id=external_id) is not None:
                return

    def in_answer(self, view: Drawing) -> Drawing:
        """The view for the answer to a submission, which Slack does not confirm: without alerts, unless it has taken
        one before."""
        return view if self.takes_alerts else without_alerts(view)

    async def _update(self, view: Drawing, **which: str) -> str | None:
        try:
            updated = await self._send(view, lambda drawing: self.client.views_update(view=drawing, **which))
        except SlackApiError as error:
            if error_code(error) in TOO_LATE:
                return None
            raise
        return str(updated["view"]["hash"])

    async def _send(self, view: Drawing, send: Send) -> AsyncSlackResponse:
        plain = without_alerts(view)
        if plain == view or self.takes_alerts is False:
            return await send(plain)
        try:
            answer = await send(view)
        except SlackApiError as error:
            if error_code(error) not in NOT_TAKEN:
                raise
            self.takes_alerts = False if names_alert(error) else self.takes_alerts
            answer = await send(plain)
            self.takes_alerts = False
            return answer
        self.takes_alerts = True
        return answer


def names_alert(error: SlackApiError) -> bool:
    """Whether Slack says that it is an alert that it does not take: the trigger may be used up by then, so that a
    second try says nothing."""
    told = error.response.get("response_metadata") or {}
    return any("alert" in str(message) for message in told.get("messages") or ())


async def open_asked(
    ack: AsyncAck, context: AsyncBoltContext, modals: Modals, click: Click, make: Callable[[], Awaitable[Drawing]]
) -> None:
    """Open a modal at once (a trigger lasts 3 s), then draw the view of `make` in it. If that fails, the answer to the
    error is drawn in it (`handlers.errors.answers`)."""
    view_id, _ = await open_first(ack, context, modals, click, notice_modal(ONE_MOMENT, LOADING))
    await modals.replace(view_id, await make())


async def open_first(
    ack: AsyncAck, context: AsyncBoltContext, modals: Modals, done: Triggered, view: Drawing
) -> tuple[str, str]:
    """Open a modal, then acknowledge, so that Slack shows a failure if the modal cannot be opened. Returns its id and
    hash."""
    on_top = isinstance(done, Click) and done.view is not None and done.view.type == "modal"
    view_id, view_hash = await modals.open(done.trigger, view, on_top=on_top)
    context[OPENED] = view_id
    await ack()
    return view_id, view_hash


async def update_in_time(
    ack: AsyncAck, modals: Modals, making: Coroutine[Any, Any, Drawing], meanwhile: Drawing, within: float
) -> None:
    """Answer a submission with the view that is being made. If that takes longer than `within` seconds, answer with
    another one `meanwhile`, and draw the view when it is there. It is made to the end in any case."""
    made = asyncio.ensure_future(making)
    await asyncio.wait({made}, timeout=within)
    if made.done():
        await ack(response_action="update", view=modals.in_answer(made.result()))
        return
    external_id = uuid4().hex
    await ack(response_action="update", view={**modals.in_answer(meanwhile), "external_id": external_id})
    await modals.replace_answer(external_id, await made)
