"""Modals: opened before anything is known, then replaced, unless the person has closed or changed them."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from approvals.errors import ApprovalsError
from handlers.blocks.modals.notices import notice_modal
from handlers.slack.client import error_code
from handlers.words.controls.forms import LOADING, ONE_MOMENT

TOO_LATE = frozenset({"not_found", "hash_conflict"})


async def open_asked(
    ack: AsyncAck,
    client: AsyncWebClient,
    trigger_id: str,
    make: Callable[[], Awaitable[dict[str, Any]]],
    refuse: Callable[[str, ApprovalsError], Awaitable[None]],
) -> None:
    """Open a modal at once (a trigger lasts 3 s), then draw the view of `make` in it; if that refuses, `refuse` says
    why."""
    view_id, _ = await open_view(ack, client, trigger_id, notice_modal(ONE_MOMENT, LOADING))
    try:
        view = await make()
    except ApprovalsError as refusal:
        await refuse(view_id, refusal)
    else:
        await replace_view(client, view_id, view)


async def open_view(ack: AsyncAck, client: AsyncWebClient, trigger_id: str, view: dict[str, Any]) -> tuple[str, str]:
    """Open a modal, then acknowledge, so that Slack shows a failure if the modal cannot be opened. Returns its id and
    hash.

    A second try cannot open a second modal: a trigger works only once.
    """
    try:
        opened = await client.views_open(trigger_id=trigger_id, view=view)
    except aiohttp.ServerDisconnectedError:  # as a rule a kept connection that has just been closed
        opened = await client.views_open(trigger_id=trigger_id, view=view)
    await ack()
    return str(opened["view"]["id"]), str(opened["view"]["hash"])


async def replace_view(
    client: AsyncWebClient, view_id: str, view: dict[str, Any], view_hash: str | None = None
) -> str | None:
    """Draw a modal again; returns its new hash, or None when the person has closed it or chosen something else.

    With `view_hash` only if it was not redrawn since (views.update, `hash`).
    """
    guard = {"hash": view_hash} if view_hash else {}
    try:
        updated = await client.views_update(view_id=view_id, view=view, **guard)
    except SlackApiError as error:
        if error_code(error) in TOO_LATE:
            return None
        raise
    return str(updated["view"]["hash"])
