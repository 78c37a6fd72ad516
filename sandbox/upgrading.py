"""WebSockets on the sandbox's one port: uvicorn hands such a connection over to aiohttp, which is here anyway.

uvicorn by itself needs another library for them, and leaves no choice about which pings are answered.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Message

if TYPE_CHECKING:
    from aiohttp import web

UPGRADE = "sandbox.upgrade"
"""Where the ASGI scope of a WebSocket carries the connection to be upgraded."""


class Upgrade:
    """A client that asks for a WebSocket. Whoever serves its path may accept it; else it is answered 403."""

    def __init__(self, request: "web.BaseRequest") -> None:
        self._request = request
        self.accepted: web.WebSocketResponse | None = None

    async def accept(self) -> "web.WebSocketResponse":
        """Open the WebSocket; its pings and its closing are left to the caller."""
        from aiohttp import web  # noqa: PLC0415 - 0.1 s that only those pay who use a WebSocket

        self.accepted = web.WebSocketResponse(autoping=False, autoclose=False)
        await self.accepted.prepare(self._request)
        return self.accepted

    def drop(self) -> None:
        """Close the connection at once, as a network does."""
        if self._request.transport is not None:
            self._request.transport.abort()


def websocket_protocol(app: ASGIApp) -> Callable[..., asyncio.Protocol]:
    """What uvicorn makes for each connection that asks for a WebSocket: `app` is called as for any other, and routes.

    The task that serves a connection is cancelled when the connection is lost.
    """

    async def routed(request: "web.BaseRequest") -> "web.StreamResponse":
        from aiohttp import web  # noqa: PLC0415 - as above

        upgrade = Upgrade(request)
        await app(_scope(request, upgrade), _nothing, _ignored)
        return upgrade.accepted or web.Response(status=403)

    def protocol(**_of_uvicorn: object) -> asyncio.Protocol:
        from aiohttp import web  # noqa: PLC0415 - as above

        return web.Server(routed, handler_cancellation=True, access_log=None)()

    return protocol


def _scope(request: "web.BaseRequest", upgrade: Upgrade) -> dict[str, Any]:
    host, _, port = request.host.partition(":")
    return {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "scheme": "ws",
        "path": request.path,
        "root_path": "",
        "query_string": request.query_string.encode(),
        "headers": [(name.lower(), value) for name, value in request.raw_headers],
        "client": ("127.0.0.1", 0),
        "server": (host, int(port or 80)),
        "subprotocols": [],
        UPGRADE: upgrade,
    }


async def _nothing() -> Message:
    return {"type": "websocket.connect"}


async def _ignored(_message: Message) -> None:
    """Frames do not pass here; that nobody serves a path is seen in that nobody accepted."""
