"""Puts the sandbox together: Slack, the benefits API and the page in one application."""

import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from sandbox import cast
from sandbox.benefits.api import BenefitsApi, build_benefits
from sandbox.benefits.world import Shape
from sandbox.calls import CallLog
from sandbox.door import Door
from sandbox.faults import FaultBook
from sandbox.pages import Pages
from sandbox.slack.assembly import SlackServer, build_slack
from sandbox.slack.delivery import ACK_SECONDS
from sandbox.slack.workspace import Workspace


@dataclass
class Sandbox:
    """The whole sandbox. A server runs `asgi`; tests read and change the rest."""

    asgi: Starlette
    faults: FaultBook
    calls: CallLog
    slack: SlackServer
    benefits: BenefitsApi

    @property
    def workspace(self) -> Workspace:
        """The state of the Slack workspace."""
        return self.slack.workspace

    @property
    def bot_url(self) -> str:
        """The URL that deliveries are sent to."""
        return self.slack.delivery.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.slack.delivery.bot_url = url


def build_sandbox(
    bot_url: str,
    clock: Callable[[], float] = time.time,
    *,
    ack_seconds: float = ACK_SECONDS,
    today: Callable[[], date] | None = None,
    crowd: int = 0,
    hosts: Collection[str] = (),
    shape: Shape = "bare",
) -> Sandbox:
    """A new sandbox. Only the cast is in it.

    `bot_url` is the one URL that deliveries are sent to, on this machine; it may be set later. `clock` gives unix
    seconds for message timestamps and expiry times. `ack_seconds` is how long the bot may take to answer. `today` is
    the date that the benefits are seeded for (default: the cast's). `crowd` is the number of employees in addition to
    the cast. `hosts` are this machine's names in addition to the loopback ones. `shape` is the kind of benefits API at
    the start. Raises `ValueError` for a `bot_url` on another machine.
    """
    faults, calls = FaultBook(), CallLog()
    slack = build_slack(bot_url, faults, calls, clock, ack_seconds)
    benefits = build_benefits(faults, calls, today or cast.today, crowd=crowd)
    benefits.world.shape = shape

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await slack.delivery.close()
        await benefits.webhooks.close()

    routes = [
        *slack.routes,
        Route("/archives/{channel}/{message}", _message_link),
        Mount("/benefits", routes=list(benefits.routes)),
        Mount("/sandbox/benefits", routes=list(benefits.sandbox_routes)),
        *Pages().routes(),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Door, hosts=hosts)], lifespan=lifespan)
    return Sandbox(app, faults, calls, slack, benefits)


async def _message_link(request: Request) -> Response:
    """Redirect a permalink to the page: same person, right conversation, and the message's thread open."""
    where = {"in": request.path_params["channel"]}
    thread = request.query_params.get("thread_ts")
    acting = parse_qs(urlsplit(request.headers.get("referer", "")).query).get("as")
    if acting:
        where = {"as": acting[0], **where}
    return RedirectResponse(f"/?{urlencode(where | ({'thread': thread} if thread else {}))}")
