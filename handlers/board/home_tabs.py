"""Home tabs: each is kept current from the database and nothing else, even if Slack lost an earlier try.

A tab is behind as soon as the audit has a line that it does not know (`store.repositories.homes`). A drawing is sent
only if it differs from the one that Slack has: so many changes at once lead to one update, and changes that concern
other people to none.
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
from handlers.blocks.home import home_not_opened, home_of_nobody, home_view
from handlers.board.links import CardLinks
from handlers.slack.client import NO_ANSWER, error_code, read, retry_after
from handlers.slack.put_off import tell_of_limit
from handlers.slack.troubles import NOT_ANSWERED, SlackTroubles

HOME = "home"
"""The name in troubles for Home tabs that cannot be shown."""

KEPT = timedelta(days=30)
"""A Home tab that has not been opened for so long is emptied and not updated any more: names that were removed since
must not stay in it. Opening it draws it again."""

LEASE = timedelta(seconds=20)
"""After this long a drawing counts as lost, and is done again."""

QUIET = timedelta(seconds=3)
"""How long the bot leaves a drawn tab alone, unless it is opened: changes in that time are shown together."""

LOOK_AGAIN = timedelta(minutes=15)
"""When a tab is drawn without a reason, because days go by. It is sent only if it differs."""

FRESH, INCOMPLETE = timedelta(minutes=5), timedelta(seconds=10)
"""When a tab is drawn again if it lists a request that is not in the channel yet, though it was submitted only minutes
ago: the audit has no line about the post. Also while Slack does not say about a route what its owner may do there."""

SLACK_IS_AWAY = timedelta(seconds=3)
SLACK_REFUSES = timedelta(minutes=5)
"""Until the next try: when Slack did not answer; when it refuses for a reason that a person must remove."""

LEFT_ALONE = timedelta(days=1)
"""Until the next try to empty a tab that Slack refuses: perhaps its owner has no account any more."""

EVERY = 2.0
"""Seconds between two looks for tabs that are behind, unless a click wakes the bot."""

AT_ONCE = 5
"""Tabs that one look updates at the same time."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HomeTabs:
    """Keeps the Home tabs of the people who have opened them current."""

    client: AsyncWebClient
    store: Store
    overview: OverviewReader
    links: CardLinks
    server: str | None
    clock: Clock
    troubles: SlackTroubles
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def opened(self, user_id: str) -> None:
        """A person opened their tab: every section at its first page."""
        await self._at(user_id, {})

    async def turned(self, user_id: str, section: Section, page: int) -> None:
        """A person turned to a page of a section."""
        async with self.store.reading() as work:
            pages = await work.homes.pages(user_id)
        await self._at(user_id, {**pages, section: page})

    async def changed(self, user_id: str) -> None:
        """Something about a person changed that the audit has no line about: their tab is drawn again, at its pages."""
        async with self.store.reading() as work:
            pages = await work.homes.pages(user_id)
        await self._at(user_id, pages)

    async def wait(self) -> None:
        """Wait until a person opens or turns a page in this process, or it is time to look anyway."""
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERY):
                await self._woken.wait()
        self._woken.clear()

    async def look_at_all(self) -> None:
        """Have every tab looked at, because the routes may be others than before."""
        async with self.store.writing() as work:
            await work.homes.look_at_all(self.clock.now())
            await work.commit()
        self._woken.set()

    async def draw_due(self) -> None:
        """Update the tabs that are behind, until there are no more."""
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
            if not await work.homes.are_due(now):
                return []
        async with self.store.writing() as work:
            claimed = await work.homes.claim(now, LEASE, AT_ONCE)
            await work.commit()
        return list(claimed)

    async def _draw(self, home: Home) -> None:
        """Draw one tab, and send it if Slack has a different one."""
        if home.opened_at < self.clock.now() - KEPT:
            await self._empty(home)
            return
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

    async def _empty(self, home: Home) -> None:
        """Take everything from a tab that is not looked at, and stop updating it."""
        try:
            await read(self.client.views_publish(user_id=home.user_id, view=home_not_opened()))
        except NO_ANSWER as error:
            is_refused = error_code(error) is not None and retry_after(error) is None
            await self._postpone(home, LEFT_ALONE if is_refused else self._wait_after(error))
            return
        async with self.store.writing() as work:
            await work.homes.drop(home)
            await work.commit()

    async def _view(self, home: Home) -> tuple[dict[str, Any], timedelta]:
        """The view to show, and how long until the next look."""
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
        is_whole = not is_missing and not overview.reader.unchecked
        return home_view(overview, links, self.server), LOOK_AGAIN if is_whole else INCOMPLETE

    async def _postpone(self, home: Home, wait: timedelta) -> None:
        async with self.store.writing() as work:
            await work.homes.postponed(home, self.clock.now() + wait)
            await work.commit()

    def _wait_after(self, error: Exception) -> timedelta:
        """How long to wait after Slack refused or did not answer (views.publish)."""
        seconds, code = retry_after(error), error_code(error)
        if seconds is not None:
            tell_of_limit("views.publish", seconds)
            return timedelta(seconds=seconds)
        self.troubles.note(HOME, code or NOT_ANSWERED)
        if code is None:
            return SLACK_IS_AWAY
        log.error("slack_refuses_home", error=code)
        return SLACK_REFUSES
