"""Home tabs: each is brought up to date from the database and nothing else, whatever Slack did to an earlier try.

One is behind as soon as the audit has a line that it does not know (`store.repositories.homes`). What is drawn is sent
only where it differs from what Slack has: so of many changes at once, and of those that concern others, nobody gets
more than one.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from approvals.actions.overview import OverviewReader
from approvals.errors import AuthorityUnreadable, NotAllowed
from approvals.lookups.authority import Actor
from approvals.model.home import Home
from approvals.model.viewer import Section
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from handlers.blocks.home import home_of_nobody, home_view
from handlers.board.links import CardLinks
from handlers.slack.client import NO_ANSWER, error_code, read, retry_after
from handlers.slack.troubles import NOT_ANSWERED, SlackTroubles

HOME = "home"
"""What cannot be shown is called in troubles."""

KEPT = timedelta(days=30)
"""A Home tab that nobody has opened for so long is not kept up to date any more; opening it draws it anew."""

LEASE = timedelta(seconds=20)
"""After this long a drawing is taken for lost, and done again."""

QUIET = timedelta(seconds=3)
"""How long a tab that was drawn is left alone, unless it is opened: what changes meanwhile is shown together."""

LOOK_AGAIN = timedelta(minutes=15)
"""When a tab is drawn without a reason, because days go by. What is thought to be there already is not sent."""

FRESH, MISSING_LINK = timedelta(minutes=5), timedelta(seconds=10)
"""When a tab is drawn again in which a request is listed that is not in the channel yet, though it was submitted only
minutes ago: that it is posted is no line of the audit."""

SLACK_IS_AWAY = timedelta(seconds=3)
SLACK_REFUSES = timedelta(minutes=5)
"""Until the next try: when Slack did not answer; when it refuses for a reason that a person has to remove."""

EVERY = 1.0
"""Seconds between two looks for tabs that are behind, where nothing woke us."""

AT_ONCE = 5
"""Tabs that one look brings up to date, side by side."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeTabs:
    """Keeps the Home tabs of those who have opened them true."""

    client: AsyncWebClient
    store: Store
    overview: OverviewReader
    links: CardLinks
    server: str | None
    clock: Clock
    troubles: SlackTroubles
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def opened(self, user_id: str) -> None:
        """Somebody has opened their tab: every section at its first page."""
        await self._at(user_id, {})

    async def turned(self, user_id: str, section: Section, page: int) -> None:
        """Somebody has turned to a page of a section."""
        async with self.store.reading() as work:
            pages = await work.homes.pages(user_id)
        await self._at(user_id, {**pages, section: page})

    async def wait(self) -> None:
        """Until somebody has opened or turned a page here, or it is time to look anyway."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), EVERY)
        self._woken.clear()

    async def draw_due(self) -> None:
        """Bring tabs up to date that are behind, as long as there are any."""
        while home_tabs := await self._claim():
            await asyncio.gather(*map(self._draw, home_tabs))

    async def _at(self, user_id: str, pages: Mapping[Section, int]) -> None:
        async with self.store.writing() as work:
            await work.homes.opened(user_id, self.clock.now(), pages)
            await work.commit()
        self._woken.set()

    async def _claim(self) -> list[Home]:
        now = self.clock.now()
        async with self.store.reading() as work:
            if not await work.homes.are_due(now, now - KEPT):
                return []
        async with self.store.writing() as work:
            claimed = await work.homes.claim(now, now - KEPT, LEASE, AT_ONCE)
            await work.commit()
        return list(claimed)

    async def _draw(self, home: Home) -> None:
        """Draw one tab, and send it if Slack has another one."""
        try:
            view, look_again = await self._view(home)
        except AuthorityUnreadable:
            await self._postpone(home, SLACK_IS_AWAY)
            return
        fingerprint = hashlib.sha256(json.dumps(view).encode()).hexdigest()
        if fingerprint != home.shown:
            try:
                await read(self.client.views_publish(user_id=home.user_id, view=view))
            except NO_ANSWER as error:
                await self._postpone(home, self._wait_after(error))
                return
            self.troubles.clear(HOME)
        async with self.store.writing() as work:
            await work.homes.drawn(home, fingerprint, self.clock.now(), QUIET, look_again)
            await work.commit()

    async def _view(self, home: Home) -> tuple[dict[str, Any], timedelta]:
        """What is to be shown, and after how long it has to be looked at again."""
        try:
            overview = await self.overview.of(Actor(home.user_id, None), home.pages)
        except AuthorityUnreadable:
            raise
        except NotAllowed:
            return home_of_nobody(), LOOK_AGAIN
        if overview.is_for_nobody:
            return home_of_nobody(), LOOK_AGAIN
        shown = overview.shown
        links = await self.links.to([each.id for each in shown])
        fresh_since = self.clock.now() - FRESH
        is_missing = any(each.submitted_at > fresh_since and each.id not in links for each in shown)
        return home_view(overview, links, self.server), MISSING_LINK if is_missing else LOOK_AGAIN

    async def _postpone(self, home: Home, wait: timedelta) -> None:
        async with self.store.writing() as work:
            await work.homes.postponed(home, self.clock.now() + wait)
            await work.commit()

    def _wait_after(self, error: Exception) -> timedelta:
        """How long to wait after Slack said no, or nothing (views.publish)."""
        seconds, code = retry_after(error), error_code(error)
        if seconds is not None:
            return timedelta(seconds=seconds)
        self.troubles.note(HOME, code or NOT_ANSWERED)
        if code is None:
            return SLACK_IS_AWAY
        log.error("slack_refuses_home", error=code)
        return SLACK_REFUSES
