"""The way from the real client to the sandbox's benefits API, without sockets; a test can stand in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.routing import Mount, Router

from sandbox.benefits.api import BenefitsApi

Carry = Callable[[httpx.Request], Awaitable[httpx.Response]]
Mishap = Callable[[Carry, httpx.Request], Awaitable[httpx.Response]]
Watcher = Callable[[httpx.Request], Awaitable[None]]

BASE_URL = "http://benefits/benefits"


@dataclass
class Wire(httpx.AsyncBaseTransport):
    """Carries calls. Each POST meets the next of `mishaps`, each GET meets `reading`, or passes where there is none."""

    api: BenefitsApi
    mishaps: list[Mishap] = field(default_factory=list)
    reading: Mishap | None = None
    watchers: list[Watcher] = field(default_factory=list)
    posts: list[httpx.Request] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._inner = httpx.ASGITransport(Router([Mount("/benefits", routes=self.api.routes)]))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One call."""
        carry = self._inner.handle_async_request
        if request.method != "POST":
            self.reads.append(request.url.path)
            return await (self.reading(carry, request) if self.reading else carry(request))
        self.posts.append(request)
        for watcher in self.watchers:
            await watcher(request)
        return await (self.mishaps.pop(0)(carry, request) if self.mishaps else carry(request))


def answering(status: int, *, took_effect: bool = False, **how: Any) -> Mishap:  # noqa: ANN401 - of httpx.Response
    """The call is answered so, before or after it took effect."""

    async def mishap(carry: Carry, request: httpx.Request) -> httpx.Response:
        if took_effect:
            await carry(request)
        return httpx.Response(status, **how)

    return mishap


def failing(error: BaseException, *, took_effect: bool = False) -> Mishap:
    """The connection fails, before or after the call took effect."""

    async def mishap(carry: Carry, request: httpx.Request) -> httpx.Response:
        if took_effect:
            await carry(request)
        raise error

    return mishap
