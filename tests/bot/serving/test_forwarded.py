"""What proxies say about the client: `X-Forwarded-…` counts only from those that `FORWARDED_ALLOW_IPS` names."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.serving.ports import taken
from bot.serving.server import Server
from tests.patience import eventually
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio

FORWARDED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


async def seen() -> str:
    """What the application is told of a request that came through a proxy on 127.0.0.1."""

    async def tell(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{request.url.scheme} {request.client.host if request.client else None}")

    with taken("PORT", "127.0.0.1", 0) as sockets:
        server = Server(Starlette(routes=[Route("/", tell)]))
        serving = asyncio.create_task(server.serve(sockets))
        await eventually(lambda: server.started, "a server that serves")
        async with plain_client() as http:
            answer = await http.get(f"http://127.0.0.1:{sockets[0].getsockname()[1]}/", headers=FORWARDED)
        server.should_exit = True
        await serving
    return answer.text


async def test_a_proxy_that_is_not_named_cannot_tell_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "192.0.2.1")
    assert await seen() == "http 127.0.0.1"


async def test_without_the_variable_only_a_proxy_on_this_machine_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    assert await seen() == "https 203.0.113.9"
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1,192.0.2.1")
    assert await seen() == "https 203.0.113.9"
