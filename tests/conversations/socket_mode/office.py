"""The bot at work over Socket Mode: no address of its own that Slack could deliver to."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.app import Bot, running
from bot.metrics.registry import Mode
from bot.serving.pages import HealthPages
from bot.socket_mode.watch import SocketWatch, Timing, connected
from sandbox import cast
from sandbox.server import serve
from sandbox.slack.socket_mode.connection import Connection
from tests.office import Office, eventually, settings_for
from tests.plain_http import plain_client

QUICK = Timing(ping_every=2.0, silence=5.0, look_every=0.1, first_wait=0.1, longest_wait=0.5)
"""Pings far enough apart that a busy machine answers them in time, everything else at once."""


@dataclass(frozen=True)
class Line:
    """A bot at work, its watch, and where its health is served."""

    bot: Bot
    watch: SocketWatch
    http: httpx.AsyncClient

    async def readiness(self, look: Callable[[dict[str, Any]], bool]) -> httpx.Response:
        """What /readyz answers, once its body is as expected."""

        async def ready() -> httpx.Response | None:
            answer = await self.http.get("/readyz")
            return answer if look(answer.json()) else None

        found: httpx.Response = await eventually(ready, "the readiness that was expected")
        return found


@asynccontextmanager
async def bot_on_a_socket(office: Office, database_url: str, timing: Timing = QUICK) -> AsyncIterator[Line]:
    """The real bot in this process, connected to the office as soon as it takes connections."""
    settings = settings_for(office.url, database_url)
    async with (
        running(settings) as bot,
        connected(bot.bolt, cast.APP_TOKEN, timing, door=bot.signals.door) as watch,
        serve(Starlette(routes=HealthPages(bot, Mode.SOCKET, watch).routes)) as url,
        plain_client(base_url=url) as http,
    ):

        async def indexed() -> bool:
            async with bot.store.reading() as work:
                return (await work.refreshes.report()).count > 0

        await eventually(indexed, "the employee index")
        yield Line(bot, watch, http)


async def one_connection(office: Office, other_than: Connection | None = None) -> Connection:
    """The only connection there is, once it is another one."""

    def look() -> Connection | None:
        found = office.sandbox.slack.sockets.connections
        return found[0] if len(found) == 1 and found[0] is not other_than else None

    connection: Connection = await eventually(look, "a connection, and no other")
    return connection
