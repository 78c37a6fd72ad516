"""The page in a real browser, before a real sandbox and a small bot of the test's own."""

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
from tests.sandbox.conftest import Stage
from tests.sandbox.slack.room import Clock, Room, ScriptedBot

WIDE = (1280, 800)
Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def room(stage: Stage) -> AsyncIterator[Room]:
    """A fresh sandbox; the bot has more than Slack's three seconds, for a browser makes a machine slow."""
    clock, bot = Clock(), ScriptedBot()
    sandbox = build_sandbox(stage.bot_url, clock, ack_seconds=FACTOR * ACK_SECONDS)
    stage.sandbox.app, stage.bot.app = sandbox.asgi, bot
    async with plain_client() as http:
        yield Room(sandbox, bot, clock, stage.sandbox_url, http)
    await sandbox.slack.delivery.close()


@pytest.fixture
async def open_page(browser: Browser, room: Room) -> AsyncIterator[Open]:
    """Opens the page as a person, in UTC; no script of the page may fail, and no dialog of the browser may appear."""
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
