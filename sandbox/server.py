"""Serves an ASGI application in the running event loop. Stopping does not wait for open streams."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any
from weakref import WeakValueDictionary

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox.upgrading import websocket_protocol

GRACE_SECONDS = 0.4

KEPT_SECONDS = 75
"""How long an idle connection is kept: longer than clients keep theirs, so the server closes none during a call."""


class ConnectionDropped(BaseException):
    """A request handler raises this to close the connection without an answer.

    It is not an `Exception`, because a framework that catches those would answer 500.
    """


class _Connections:
    """The open connections by client address."""

    def __init__(self) -> None:
        self.transports: WeakValueDictionary[tuple[str, int], asyncio.Transport] = WeakValueDictionary()
        self.all_aborted = False

    def protocol(self) -> type[H11Protocol]:
        """A subclass of uvicorn's HTTP protocol that adds each new connection to this collection."""
        transports = self.transports

        class Protocol(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                if self.client is not None:
                    transports[self.client] = transport

        return Protocol

    def abort(self, client: tuple[str, int]) -> None:
        """Close one connection at once. Unsent data is lost."""
        transport = self.transports.get(client)
        if transport is not None:
            transport.abort()

    def abort_all(self) -> None:
        """Close every connection at once, because the server is stopping."""
        self.all_aborted = True
        for transport in list(self.transports.values()):
            transport.abort()


class _Dropping:
    """Runs an application, and closes the connection of a request that raises ConnectionDropped."""

    def __init__(self, app: ASGIApp, connections: _Connections) -> None:
        self._app = app
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except ConnectionDropped:
            self._connections.abort(tuple(scope["client"]))
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if not self._connections.all_aborted:
                raise


class _Server(uvicorn.Server):
    """A uvicorn server that says when it is ready and installs no signal handlers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Any:  # noqa: ANN401 - uvicorn's own signature is a generator of nothing
        yield


@contextlib.asynccontextmanager
async def serve(asgi: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve `asgi` while the block runs, and yield its base URL ("http://127.0.0.1:54321", no slash at the end).

    `port` 0 picks a free one. When the block ends, open requests have `GRACE_SECONDS` to finish; then they are
    cancelled and their connections closed. A handler that raises `ConnectionDropped` closes its connection without an
    answer.
    """
    # Without an explicit protocol number, asyncio leaves Nagle's algorithm on, and every answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(512)
    connections = _Connections()
    server = _Server(_config(_Dropping(asgi, connections), connections, websocket_protocol(asgi)))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await _started(server, serving)
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        await _stop(server, serving, connections)
        listener.close()


def _config(app: ASGIApp, connections: _Connections, websockets: Any) -> uvicorn.Config:  # noqa: ANN401 - uvicorn says: a class
    return uvicorn.Config(
        app,
        http=connections.protocol(),
        ws=websockets,
        loop="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=1,
    )


async def _started(server: _Server, serving: "asyncio.Task[None]") -> None:
    ready = asyncio.create_task(server.ready.wait())
    await asyncio.wait({ready, serving}, return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    if serving.done():
        await serving


async def _stop(server: uvicorn.Server, serving: "asyncio.Task[None]", connections: _Connections) -> None:
    server.should_exit = True
    done, _ = await asyncio.wait({serving}, timeout=GRACE_SECONDS)
    if not done:
        connections.abort_all()
        for task in list(server.server_state.tasks):
            task.cancel()
    await serving
