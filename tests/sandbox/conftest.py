"""Servers that all sandbox tests share; each test gets a sandbox of its own behind them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest

from sandbox.app import build_sandbox
from sandbox.server import serve
from sandbox.slack.delivery import ACK_SECONDS
from tests.patient import FACTOR
from tests.plain_http import plain_client
from tests.sandbox.slack.room import Clock, Room, ScriptedBot, Switchable


@dataclass
class Stage:
    """Two running servers: whatever stands on them is played there."""

    sandbox: Switchable
    sandbox_url: str
    bot: Switchable
    bot_url: str
    http: httpx.AsyncClient


@pytest.fixture(scope="session")
async def stage() -> AsyncIterator[Stage]:
    """The servers, once for all tests."""
    async with AsyncExitStack() as stack:
        sandbox, bot = Switchable(), Switchable()
        sandbox_url = await stack.enter_async_context(serve(sandbox))
        bot_url = await stack.enter_async_context(serve(bot))
        http = await stack.enter_async_context(plain_client())
        yield Stage(sandbox, sandbox_url, bot, f"{bot_url}/slack/events", http)


@pytest.fixture
async def room(stage: Stage) -> AsyncIterator[Room]:
    """A fresh sandbox and a bot that says yes to everything, with time enough to do so."""
    clock, bot = Clock(), ScriptedBot()
    sandbox = build_sandbox(stage.bot_url, clock, ack_seconds=FACTOR * ACK_SECONDS)
    stage.sandbox.app, stage.bot.app = sandbox.asgi, bot
    yield Room(sandbox, bot, clock, stage.sandbox_url, stage.http)
    await sandbox.slack.delivery.close()
