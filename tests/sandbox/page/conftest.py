"""The page in a real browser, with a real sandbox and a small bot that each test controls."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from sandbox import cast
from sandbox.app import build_sandbox
from sandbox.slack.delivery import ACK_SECONDS
from tests.patience import PATIENCE
from tests.patient import FACTOR
from tests.plain_http import plain_client
from tests.sandbox.conftest import Servers
from tests.sandbox.slack.room import Clock, Room, ScriptedBot

WIDE = (1280, 800)
Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def room(servers: Servers) -> AsyncIterator[Room]:
    """A fresh sandbox. The bot has more than Slack's three seconds, because a browser makes the machine slow."""
    clock, bot = Clock(), ScriptedBot()
    sandbox = build_sandbox(servers.bot_url, clock, ack_seconds=FACTOR * ACK_SECONDS)
    servers.sandbox.app, servers.bot.app = sandbox.asgi, bot
    async with plain_client() as http:
        yield Room(sandbox, bot, clock, servers.sandbox_url, http)
    await sandbox.slack.delivery.close()


@pytest.fixture
async def open_page(browser: Browser, room: Room) -> AsyncIterator[Open]:
    """Opens the page as a person, in UTC. The test fails if a script fails, or if the browser opens a dialog."""
    expect.set_options(timeout=PATIENCE * 500)
    context = await browser.new_context(locale="en-US", timezone_id="UTC")
    context.set_default_timeout(PATIENCE * 1000)
    troubles: list[str] = []
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    context.on("dialog", lambda dialog: troubles.append(dialog.message))

    async def open_as(person: str = cast.NINA, size: tuple[int, int] = WIDE, **query: str) -> Page:
        page = await context.new_page()
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        await page.goto(str(httpx.URL(f"{room.url}/", params={"as": person, **query})))
        return page

    yield open_as
    await context.close()
    assert troubles == []
