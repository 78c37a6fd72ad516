"""`/livez`, `/readyz` and `/metrics`. However often they are asked for, they take nothing that a click needs."""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import Bot
from bot.health.readiness import readiness
from bot.metrics.page import MetricsPage
from bot.metrics.registry import Mode
from bot.serving.remembered import Remembered

if TYPE_CHECKING:
    from bot.socket_mode.watch import SocketWatch  # a bot over HTTP does not load it

ANSWER_LASTS = 1.0
"""Seconds for which the answers of /readyz and /metrics, which look into the database, are given again."""


async def livez(_request: Request) -> Response:
    """200 while the process answers."""
    return PlainTextResponse("ok\n")


LIVEZ = Route("/livez", livez)


class HealthPages:
    """The pages of a bot that runs in this mode; `watch` is its connection if it uses Socket Mode."""

    def __init__(
        self,
        bot: Bot,
        mode: Mode = Mode.WEB,
        watch: "SocketWatch | None" = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._readiness = Remembered(partial(readiness, bot, mode, watch), ANSWER_LASTS, seconds)
        self._metrics = Remembered(MetricsPage(bot, mode, watch).answer, ANSWER_LASTS, seconds)

    @property
    def routes(self) -> list[Route]:
        """All three pages."""
        return [LIVEZ, Route("/readyz", self._readyz), Route("/metrics", self._figures)]

    async def _readyz(self, _request: Request) -> Response:
        return await self._readiness.get()

    async def _figures(self, _request: Request) -> Response:
        return await self._metrics.get()
