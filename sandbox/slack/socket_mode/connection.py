"""One WebSocket to the app: sends envelopes, receives acknowledgements, and pings both ways."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from sandbox.slack.socket_mode.envelopes import disconnect
from sandbox.upgrading import Upgrade

Json = dict[str, Any]

PING_SECONDS = 5.0
"""How often the sandbox pings. Slack's own interval is not published; its JavaScript library gives up after 30 s."""

WARNING_SECONDS = 10.0
"""The time between a warning and the end of the connection, about as long as Slack's."""

SOON_SECONDS = 0.1
"""The same for other requests to disconnect: long enough to acknowledge the envelopes that were just sent."""


class SocketLost(Exception):
    """The connection ended before the app acknowledged an envelope."""


class Connection:
    """An open connection. A test can make it silent: then it looks open, but does not send or answer anything."""

    def __init__(self, upgrade: Upgrade, socket: web.WebSocketResponse) -> None:
        self.is_leaving = False
        self._upgrade = upgrade
        self._socket = socket
        self._is_silent = False
        self._acks: dict[str, asyncio.Future[Json | None]] = {}
        self._ending: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Receive acknowledgements and answer pings until the connection ends. Then all waiting deliveries fail."""
        pinging = asyncio.create_task(self._ping())
        try:
            await self._listen()
        finally:
            pinging.cancel()
            if self._ending is not None:
                self._ending.cancel()
            for waiting in self._acks.values():
                if not waiting.done():
                    waiting.set_exception(SocketLost("the connection was closed"))

    async def deliver(self, envelope: Json, *, then_drop: bool = False) -> Json | None:
        """Send an envelope, and wait for its acknowledgement without a time limit.

        Returns the payload of the acknowledgement, if the envelope accepts one. Raises `SocketLost`.
        With `then_drop` the connection ends as soon as the envelope is sent.
        """
        acked: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._acks[envelope["envelope_id"]] = acked
        try:
            await self.send(envelope)
            if then_drop:
                self.drop()
                raise SocketLost("the connection was closed")
            payload = await acked
        finally:
            del self._acks[envelope["envelope_id"]]
        return payload if envelope["accepts_response_payload"] else None

    async def send(self, message: Json) -> None:
        """Send a message; a silent connection discards it. Raises `SocketLost`."""
        if self._is_silent:
            return
        try:
            await self._socket.send_str(json.dumps(message))
        except ConnectionError as error:
            raise SocketLost("the connection was closed") from error

    async def ask_to_leave(self, reason: str) -> None:
        """Ask the app to reconnect. After a "warning" the connection works for a while; otherwise it ends soon."""
        self.is_leaving = True
        await self.send(disconnect(reason))
        self._ending = asyncio.create_task(self._end(WARNING_SECONDS if reason == "warning" else SOON_SECONDS))

    async def turn_away(self, reason: str) -> None:
        """Send the reason for refusing the connection, and close it."""
        await self.send(disconnect(reason))
        await self._socket.close()

    def fall_silent(self) -> None:
        """Stop sending and answering, but stay open."""
        self._is_silent = True

    def drop(self) -> None:
        """Close the connection at once."""
        self._upgrade.drop()

    async def _listen(self) -> None:
        while not self._socket.closed:
            message = await self._socket.receive()
            if self._is_silent:
                await asyncio.Event().wait()  # until the app closes its end, which cancels this task
            elif message.type is WSMsgType.TEXT:
                self._take(message)
            elif message.type is WSMsgType.PING:
                await self._socket.pong(message.data)
            elif message.type is not WSMsgType.PONG:
                await self._socket.close()

    async def _end(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._socket.close()

    def _take(self, message: WSMessage) -> None:
        """Handle a message from the app. Only an acknowledgement of a waiting envelope has an effect, as with Slack."""
        try:
            said = json.loads(message.data)
        except ValueError:
            return
        waiting = self._acks.get(said.get("envelope_id", "")) if isinstance(said, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(said.get("payload"))

    async def _ping(self) -> None:
        with suppress(ConnectionError):
            while True:
                if not self._is_silent:
                    await self._socket.ping(b"Ping from applink-sandbox")
                await asyncio.sleep(PING_SECONDS)
