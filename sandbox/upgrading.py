"""WebSockets on the sandbox's one port: uvicorn hands these connections to aiohttp, which is installed anyway.

uvicorn would need another library for them, and would not let us choose which pings to answer.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web
from starlette.types import ASGIApp, Message

UPGRADE = "sandbox.upgrade"
"""The key in the ASGI scope of a WebSocket that holds its `Upgrade`."""


class Upgrade:
    """A client's request for a WebSocket. The route of its path may accept it; otherwise the client gets a 403."""

    def __init__(self, request: web.BaseRequest) -> None:
        self._request = request
        self.accepted: web.WebSocketResponse | None = None

    async def accept(self) -> web.WebSocketResponse:
        """Open the WebSocket. The caller must answer pings and close it."""
        self.accepted = web.WebSocketResponse(autoping=False, autoclose=False)
        await self.accepted.prepare(self._request)
        return self.accepted

    def drop(self) -> None:
        """Close the connection at once, as a network failure does."""
        if self._request.transport is not None:
            self._request.transport.abort()


def websocket_protocol(app: ASGIApp) -> Callable[..., asyncio.Protocol]:
    """A protocol factory for uvicorn's `ws` option: passes each WebSocket request to `app`, which routes it.

    The task that serves a connection is cancelled when the connection is lost.
    """

    async def routed(request: web.BaseRequest) -> web.StreamResponse:
        upgrade = Upgrade(request)
        await app(_scope(request, upgrade), _nothing, _ignored)
        return upgrade.accepted or web.Response(status=403)

    def protocol(**_of_uvicorn: object) -> asyncio.Protocol:
        return web.Server(routed, handler_cancellation=True, access_log=None)()

    return protocol


def _scope(request: web.BaseRequest, upgrade: Upgrade) -> dict[str, Any]:
    return {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "scheme": "ws",
        "path": request.path,
        "root_path": "",
        "query_string": request.query_string.encode(),
        "headers": [(name.lower(), value) for name, value in request.raw_headers],
        "client": ("127.0.0.1", 0),
        "server": request.get_extra_info("sockname")[:2],
        "subprotocols": [],
        UPGRADE: upgrade,
    }


async def _nothing() -> Message:
    return {"type": "websocket.connect"}


async def _ignored(_message: Message) -> None:
    """Drop ASGI messages: frames go through aiohttp, and a path without a route simply accepts nothing."""
