"""A small Bolt app behind the real server, and connections to it that send what no client would."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.routing import Route

from bot.clock import SystemClock
from bot.serving.body import Bodies, BodyLimits
from bot.serving.connections import LimitedProtocol
from bot.serving.deliveries import Deliveries
from bot.serving.pages import LIVEZ
from bot.serving.ports import taken
from bot.serving.refused import RefusedDeliveries
from bot.serving.server import Server
from sandbox import cast
from tests.patience import PATIENCE, eventually

PATH = "/slack/events"


@dataclass
class Site:
    """A server on this machine. `heard` are the texts of the commands that reached Bolt."""

    port: int
    refused: RefusedDeliveries
    heard: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def connection(self) -> AsyncIterator["Line"]:
        """An open connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield Line(reader, writer)
        finally:
            writer.close()


@dataclass(frozen=True)
class Line:
    """A connection, byte by byte."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, sent: bytes) -> None:
        """Send some bytes; the other side may have closed."""
        self.writer.write(sent)
        await self.writer.drain()

    async def begin_post(self, *headers: str) -> None:
        """Send the beginning of a delivery."""
        lines = [f"POST {PATH} HTTP/1.1", "Host: bot", "Content-Type: application/x-www-form-urlencoded", *headers]
        await self.send("\r\n".join([*lines, "", ""]).encode())

    async def status(self) -> int:
        """The status of the next answer."""
        async with asyncio.timeout(PATIENCE):
            line = await self.reader.readline()
            headers = await self.reader.readuntil(b"\r\n\r\n")
            length = next(int(header.split(b":")[1]) for header in headers.splitlines() if b"content-length" in header)
            await self.reader.readexactly(length)
        return int(line.split()[1])

    async def is_closed(self) -> bool:
        """Wait until the other side has closed the connection; False if it sends something instead."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await self.reader.read(1) == b""
            except ConnectionResetError:
                return True


def headers_of(body: bytes, secret: str = cast.SIGNING_SECRET, late: float = 0) -> dict[str, str]:
    """The headers of a signed form; `late` seconds after now."""
    stamp = str(int(SystemClock().now().timestamp() + late))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    assert signature is not None
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }


@asynccontextmanager
async def open_site(
    limits: BodyLimits | None = None, protocol: type[LimitedProtocol] = LimitedProtocol
) -> AsyncIterator[Site]:
    """A server for deliveries and /livez."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=cast.TEAM_ID, bot_token=cast.BOT_TOKEN)

    bolt = AsyncApp(name="site", signing_secret=cast.SIGNING_SECRET, authorize=authorize)
    refused = RefusedDeliveries(SystemClock())
    deliveries = Deliveries(bolt, SignatureVerifier(cast.SIGNING_SECRET), refused, bodies=Bodies(limits))
    app = Starlette(routes=[Route(PATH, deliveries.receive, methods=["POST"]), LIVEZ])
    with taken("PORT", "127.0.0.1", 0) as sockets:
        site = Site(sockets[0].getsockname()[1], refused)

        @bolt.command("/reissue")
        async def hear(ack: AsyncAck, command: dict[str, str]) -> None:
            site.heard.append(command["text"])
            await ack()

        server = Server(app, protocol)
        serving = asyncio.create_task(server.serve(sockets))
        try:
            await eventually(lambda: server.started, "a server that serves")
            yield site
        finally:
            server.should_exit = server.force_exit = True
            await serving
