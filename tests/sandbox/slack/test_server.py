"""The server stops at once, even if connections are still open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.server import ConnectionDropped, serve
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio


async def hello(_request: Request) -> Response:
    return PlainTextResponse("hello")


async def drop(_request: Request) -> Response:
    raise ConnectionDropped


async def hang(_request: Request) -> Response:
    await asyncio.Event().wait()
    return PlainTextResponse("never")


async def stream(_request: Request) -> Response:
    async def forever() -> AsyncIterator[str]:
        yield "first"
        await asyncio.Event().wait()

    return StreamingResponse(forever())


APP = Starlette(routes=[Route(f"/{f.__name__}", f) for f in (hello, drop, hang, stream)])


async def test_a_free_port_is_found_and_given_back() -> None:
    async with serve(APP) as url, plain_client() as http:
        assert (await http.get(f"{url}/hello")).text == "hello"
    async with plain_client() as http:
        with pytest.raises(httpx.ConnectError):
            await http.get(f"{url}/hello")


async def test_a_dropped_connection_gets_no_answer_and_affects_no_other() -> None:
    async with serve(APP) as url, plain_client() as http:
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            await http.get(f"{url}/drop")
        assert (await http.get(f"{url}/hello")).text == "hello"


async def test_open_streams_and_hanging_requests_do_not_delay_the_stop() -> None:
    loop = asyncio.get_running_loop()
    async with plain_client() as http, AsyncExitStack() as open_stream:
        async with serve(APP) as url:
            hanging = asyncio.create_task(http.get(f"{url}/hang"))
            response = await open_stream.enter_async_context(http.stream("GET", f"{url}/stream"))
            assert await anext(response.aiter_text()) == "first"
            began = loop.time()
        assert loop.time() - began < 10
        with pytest.raises(httpx.HTTPError):
            await hanging
