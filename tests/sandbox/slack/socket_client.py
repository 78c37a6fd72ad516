"""A minimal client of Socket Mode. It does the work of an app's library, one frame at a time."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox import cast
from tests.patience import PATIENCE
from tests.sandbox.slack.room import Room

Json = dict[str, Any]


async def opened(room: Room, token: str = cast.APP_TOKEN) -> Json:
    """The answer of `apps.connections.open` to a token."""
    response = await room.http.post(
        f"{room.url}/api/apps.connections.open", headers={"authorization": f"Bearer {token}"}
    )
    answer: Json = response.json()
    return answer


@dataclass
class Line:
    """An open Socket Mode connection, seen from the app."""

    socket: aiohttp.ClientWebSocketResponse

    async def hears(self, seconds: float = PATIENCE) -> Json:
        """The next message."""
        message: Json = json.loads((await self.frame(aiohttp.WSMsgType.TEXT, seconds)).data)
        return message

    async def frame(self, kind: aiohttp.WSMsgType, seconds: float = PATIENCE) -> aiohttp.WSMessage:
        """The next frame of a kind; pings may come before it."""
        async with asyncio.timeout(seconds):
            while True:
                frame = await self.socket.receive()
                if frame.type is kind:
                    return frame
                assert frame.type is aiohttp.WSMsgType.PING, frame

    async def acks(self, envelope: Json, payload: Json | None = None) -> None:
        """Acknowledge an envelope, perhaps with an answer in it."""
        carried = {} if payload is None else {"payload": payload}
        await self.socket.send_str(json.dumps({"envelope_id": envelope["envelope_id"], **carried}))

    async def ended(self, seconds: float = PATIENCE) -> bool:
        """Wait for the next frame that isn't a ping. True if it ends the connection, in any way."""
        async with asyncio.timeout(seconds):
            while (frame := await self.socket.receive()).type is aiohttp.WSMsgType.PING:
                pass
        return frame.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


@asynccontextmanager
async def dialled(room: Room) -> AsyncIterator[Line]:
    """A new connection, before its `hello`."""
    url = (await opened(room))["url"]
    async with aiohttp.ClientSession() as session:
        # A test that closes a dead connection must not wait for the other side to answer.
        patience = aiohttp.ClientWSTimeout(ws_close=0.2)
        async with session.ws_connect(url, autoping=False, timeout=patience) as socket:
            yield Line(socket)


@asynccontextmanager
async def connected(room: Room) -> AsyncIterator[Line]:
    """A new connection, after its `hello`."""
    async with dialled(room) as line:
        assert (await line.hears())["type"] == "hello"
        yield line
