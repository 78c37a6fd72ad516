"""Servers that all sandbox tests share. Each test puts its own sandbox behind them."""

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
from tests.sandbox.slack.room import Clock, Room, ScriptedBot, SwitchableApp


@dataclass
class Servers:
    """Two running servers, for the sandbox and the bot of the current test, and an HTTP client."""

    sandbox: SwitchableApp
    sandbox_url: str
    bot: SwitchableApp
    bot_url: str
    http: httpx.AsyncClient


@pytest.fixture(scope="session")
async def servers() -> AsyncIterator[Servers]:
    """The servers, started once for all tests."""
    async with AsyncExitStack() as stack:
        sandbox, bot = SwitchableApp(), SwitchableApp()
        sandbox_url = await stack.enter_async_context(serve(sandbox))
        bot_url = await stack.enter_async_context(serve(bot))
        http = await stack.enter_async_context(plain_client())
        yield Servers(sandbox, sandbox_url, bot, f"{bot_url}/slack/events", http)


@pytest.fixture
async def room(servers: Servers) -> AsyncIterator[Room]:
    """A fresh sandbox and a bot that accepts everything, with enough time to answer."""
    clock, bot = Clock(), ScriptedBot()
    sandbox = build_sandbox(servers.bot_url, clock, ack_seconds=FACTOR * ACK_SECONDS)
    servers.sandbox.app, servers.bot.app = sandbox.asgi, bot
    yield Room(sandbox, bot, clock, servers.sandbox_url, servers.http)
    await sandbox.slack.delivery.close()
