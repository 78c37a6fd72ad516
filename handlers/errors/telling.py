"""Tells one person something after a click, where they look: in a modal; beside the message only if none opens."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from slack_bolt.async_app import AsyncRespond

from approvals.rules.budgets import TimeBudgets
from handlers.payloads import Click, View
from handlers.slack.client import NO_ANSWER
from handlers.slack.views import Modals
from handlers.words.mrkdwn import Mrkdwn


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What to tell: the modal that says it, and the same as a sentence."""

    view: dict[str, Any]
    sentence: Mrkdwn


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """Where a person can be told something. `click` is None after a command or a shortcut; `opened` is the id of the
    modal that their click has opened already."""

    modals: Modals
    respond: AsyncRespond
    click: Click | None
    opened: str | None
    budgets: TimeBudgets

    @property
    def are_any(self) -> bool:
        """Whether there is a place at all."""
        return bool(self.opened or self.respond.response_url or (self.click and (self.form or self.click.trigger_id)))

    @property
    def form(self) -> View | None:
        """The modal in which the person clicked, unless their click has opened another one."""
        clicked_in = self.click.view if self.click else None
        return clicked_in if clicked_in and clicked_in.type == "modal" and not self.opened else None

    async def tell(self, told: Told, *, at_once: bool = True) -> bool:
        """Whether Slack took it. Without `at_once` the click's trigger is too old to open a modal."""
        try:
            async with asyncio.timeout(self.budgets.telling):
                return await self._in_modal(told, at_once=at_once) or await self._beside_message(told)
        except TimeoutError:
            return False

    async def _in_modal(self, told: Told, *, at_once: bool) -> bool:
        view_id = self.opened or (self.form.id if self.form else None)
        trigger_id = self.click.trigger_id if self.click and at_once else None
        try:
            async with asyncio.timeout(self.budgets.telling_in_modal):
                if view_id:
                    await self.modals.replace(view_id, told.view)
                elif trigger_id:
                    await self.modals.open(trigger_id, told.view)
        except (*NO_ANSWER, TimeoutError):
            return False
        return bool(view_id or trigger_id)

    async def _beside_message(self, told: Told) -> bool:
        if not self.respond.response_url:
            return False
        thread_ts = self.click.thread_ts if self.click else None
        try:
            answer = await self.respond(
                told.sentence, response_type="ephemeral", replace_original=False, thread_ts=thread_ts
            )
        except NO_ANSWER:
            return False
        return bool(answer.status_code == HTTPStatus.OK)
