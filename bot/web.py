"""The web process: Slack's deliveries and health, over HTTP."""

import asyncio
import json
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from approvals.rules.budgets import TimeBudgets
from bot.app import Bot, running
from bot.health import livez, readyz
from bot.metrics import metrics
from bot.settings import Settings
from handlers.payloads import is_well_formed

LARGEST_BODY = 1_000_000
"""Bytes. Slack's views are at most 250 KB; a form escapes them to less than four times that."""


TIMESTAMP = re.compile(r"[0-9]{1,12}")
"""What Slack signs a delivery with, in unix seconds; Bolt stumbles over anything else."""


def web_app(bot: Bot) -> Starlette:
    """The ASGI app of a running bot."""
    app = Starlette(
        routes=[
            Route("/slack/events", slack_events, methods=["POST"]),
            Route("/livez", livez),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
        ]
    )
    app.state.bot = bot
    app.state.slack = AsyncSlackRequestHandler(bot.bolt)
    return app


async def slack_events(request: Request) -> Response:
    """One delivery of Slack. Bodies that Bolt would fail on before it checks the signature are refused here."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        return PlainTextResponse("how long?\n", status_code=411)
    if int(length) > LARGEST_BODY:
        return PlainTextResponse("too large\n", status_code=413)
    body = await request.body()
    if not TIMESTAMP.fullmatch(request.headers.get("x-slack-request-timestamp", "")):
        return PlainTextResponse("unsigned\n", status_code=401)
    if not _is_readable(body, request.headers.get("content-type", "")):
        return PlainTextResponse("unreadable body\n", status_code=400)
    response: Response = await request.app.state.slack.handle(request)
    return response


def _is_readable(body: bytes, content_type: str) -> bool:
    """Whether a body is what its type says: JSON, or a form whose `payload`, if any, is one of Slack's."""
    try:
        text = body.decode()
        payload = text if "json" in content_type else parse_qs(text).get("payload", ["{}"])[0]
        return is_well_formed(json.loads(payload))
    except (ValueError, RecursionError):
        return False


async def serve(settings: Settings, budgets: TimeBudgets) -> None:
    """Serve until SIGTERM or SIGINT: finish open calls, then stop."""
    async with running(settings, budgets) as bot:
        await serve_until_stopped(web_app(bot), settings)


async def serve_until_stopped(app: Starlette, settings: Settings) -> None:
    """Serve an app at the address of the settings until SIGTERM or SIGINT, and finish open calls."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    server = _Server(config)
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, server.handle_exit, sign, None)
    await server.serve()


class _Server(uvicorn.Server):
    """A uvicorn that leaves signals alone: it would raise them again once it has stopped, before the bot has."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield
