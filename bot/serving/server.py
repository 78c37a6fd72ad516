"""Serves the process's pages until it is told to stop, on one port or with the health pages on a port of their own."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import structlog
from starlette.applications import Starlette
from starlette.routing import Route
from uvicorn import server as uvicorn
from uvicorn.config import Config

from bot.serving.connections import LimitedProtocol
from bot.serving.pages import LIVEZ, HealthPages
from bot.serving.ports import taken
from bot.settings import Settings
from bot.stopping import Stop

GRACE = 3
"""Seconds for open deliveries when the process stops. Slack waits no longer for an answer."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Listeners:
    """Bound sockets: of PORT (a worker has none), and of METRICS_PORT if it is set."""

    main: list[socket.socket] | None
    metrics: list[socket.socket] | None


@contextmanager
def listeners(settings: Settings) -> Iterator[Listeners]:
    """Take the ports of the settings. Raises UnusablePort."""
    with ExitStack() as stack:
        main = stack.enter_context(taken("PORT", settings.host, settings.port))
        apart = settings.metrics_port
        metrics = None if apart is None else stack.enter_context(taken("METRICS_PORT", settings.host, apart))
        yield Listeners(main, metrics)


@contextmanager
def metrics_listener(settings: Settings) -> Iterator[Listeners]:
    """Take METRICS_PORT alone, if it is set. Raises UnusablePort."""
    with ExitStack() as stack:
        port = settings.metrics_port
        metrics = None if port is None else stack.enter_context(taken("METRICS_PORT", settings.host, port))
        yield Listeners(None, metrics)


async def serve_until_stopped(listeners: Listeners, routes: Sequence[Route], pages: HealthPages, stop: Stop) -> None:
    """Serve until the process is told to stop, and finish open deliveries."""
    if stop.told.is_set():
        return
    sites = []
    if listeners.main is not None:
        apart = [LIVEZ] if listeners.metrics is not None else pages.routes
        sites.append((Starlette(routes=[*routes, *apart]), listeners.main))
    if listeners.metrics is not None:
        sites.append((Starlette(routes=pages.routes), listeners.metrics))
    servers = [(Server(app), sockets) for app, sockets in sites]
    async with asyncio.TaskGroup() as tasks:
        for server, sockets in servers:
            tasks.create_task(server.serve(sockets))
            log.info("listening", addresses=[f"{one.getsockname()[0]} {one.getsockname()[1]}" for one in sockets])
        await stop.told.wait()
        for server, _ in servers:
            server.should_exit = True


class Server(uvicorn.Server):
    """A uvicorn with limits of connections.

    It leaves signals alone: uvicorn would raise them again once it has stopped, before the bot has.
    """

    def __init__(self, app: Starlette, protocol: type[LimitedProtocol] = LimitedProtocol) -> None:
        super().__init__(
            Config(
                app,
                http=protocol,
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=protocol.limits.idle,
                timeout_graceful_shutdown=GRACE,
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield
