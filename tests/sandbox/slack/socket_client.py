"""A bare client of Socket Mode: what an app's library does, one frame at a time."""

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
    """What `apps.connections.open` answers to a token."""
    response = await room.http.post(
        f"{room.url}/api/apps.connections.open", headers={"authorization": f"Bearer {token}"}
    )
    answer: Json = response.json()
    return answer


@dataclass
class Line:
    """An open connection."""

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
        """Whether the connection ends now, however."""
        async with asyncio.timeout(seconds):
            while (frame := await self.socket.receive()).type is aiohttp.WSMsgType.PING:
                pass
        return frame.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


@asynccontextmanager
async def dialled(room: Room) -> AsyncIterator[Line]:
    """A connection that has not been greeted yet."""
    url = (await opened(room))["url"]
    async with aiohttp.ClientSession() as session:
        # Whoever closes a dead connection does not wait for the other side to agree.
        patience = aiohttp.ClientWSTimeout(ws_close=0.2)
        async with session.ws_connect(url, autoping=False, timeout=patience) as socket:
            yield Line(socket)


@asynccontextmanager
async def connected(room: Room) -> AsyncIterator[Line]:
    """A connection that has been greeted."""
    async with dialled(room) as line:
        assert (await line.hears())["type"] == "hello"
        yield line
