"""Connections have limits: one that stands still is closed, and never keeps others out."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress

import pytest

from bot.serving.connections import ConnectionLimits, LimitedProtocol
from tests.bot.serving.site import Site, open_site

pytestmark = pytest.mark.anyio

HALF = b"GET /livez HTTP/1.1\r\nHost: b"
WHOLE = b"GET /livez HTTP/1.1\r\nHost: bot\r\n\r\n"


NEVER = 3600
"""Seconds: longer than any test waits."""


class Hasty(LimitedProtocol):
    """Waits for a moment only."""

    limits = ConnectionLimits(seconds=0.05, idle=NEVER)


class Small(LimitedProtocol):
    """Takes little, and three connections."""

    limits = ConnectionLimits(seconds=NEVER, request=10_000, lines=100, connections=3)


@pytest.fixture
async def hasty() -> AsyncIterator[Site]:
    async with open_site(protocol=Hasty) as site:
        yield site


@pytest.fixture
async def small() -> AsyncIterator[Site]:
    async with open_site(protocol=Small) as site:
        yield site


@pytest.mark.parametrize("sent", [b"", HALF])
async def test_a_connection_whose_first_request_does_not_come_is_closed(hasty: Site, sent: bytes) -> None:
    async with hasty.connection() as line:
        await line.send(sent)
        assert await line.is_closed()


async def test_a_connection_whose_second_request_does_not_end_is_closed_too(hasty: Site) -> None:
    async with hasty.connection() as line:
        await line.send(WHOLE + HALF)
        assert await line.status() == 200
        assert await line.is_closed()


async def test_the_rest_of_a_refused_body_is_not_waited_for(hasty: Site) -> None:
    async with hasty.connection() as line:
        await line.begin_post("Content-Length: 1000")
        assert await line.status() == 401
        assert await line.is_closed()


async def test_between_two_requests_a_connection_is_kept_longer_than_a_request_may_take(hasty: Site) -> None:
    async with hasty.connection() as idle, hasty.connection() as slow:
        for sent in (WHOLE, WHOLE):
            await idle.send(sent)
            assert await idle.status() == 200
        await slow.send(HALF)
        assert await slow.is_closed()
        await idle.send(WHOLE)
        assert await idle.status() == 200


async def test_after_a_refusal_the_connection_can_be_used_again(hasty: Site) -> None:
    """A proxy has one connection for many clients."""
    async with hasty.connection() as shared, hasty.connection() as slow:
        await shared.begin_post("Content-Length: 4")
        assert await shared.status() == 401
        await shared.send(b"a=bc")
        await slow.send(HALF)
        assert await slow.is_closed()
        await shared.send(WHOLE)
        assert await shared.status() == 200


async def test_a_request_without_end_is_cut_off(small: Site) -> None:
    async with small.connection() as line:
        await line.send(b"GET /livez HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert await line.status() == 200
        for _ in range(20):
            try:
                await line.send(b"3e8\r\n" + b"x" * 1000 + b"\r\n")
            except ConnectionError:
                break
        assert await line.is_closed()


async def test_a_body_in_very_small_chunks_is_cut_off_before_it_is_put_together(small: Site) -> None:
    async with small.connection() as line:
        await line.send(b"GET /livez HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert await line.status() == 200
        with suppress(ConnectionError):
            await line.send(b"1\r\na\r\n" * 100)
        assert await line.is_closed()


async def test_of_too_many_connections_the_one_that_stood_still_for_longest_is_closed(small: Site) -> None:
    async with AsyncExitStack() as stack:
        first, *others = [await stack.enter_async_context(small.connection()) for _ in range(3)]
        for line in (first, *others):
            await line.send(WHOLE)
            assert await line.status() == 200
        newest = await stack.enter_async_context(small.connection())
        await newest.send(WHOLE)
        assert await newest.status() == 200
        assert await first.is_closed()
        for line in others:
            await line.send(WHOLE)
            assert await line.status() == 200


async def test_what_is_no_http_is_answered_and_not_logged(hasty: Site, caplog: pytest.LogCaptureFixture) -> None:
    async with hasty.connection() as line:
        await line.send(b"\x16\x03\x01 hello\r\n\r\n")
        assert (await line.reader.readline()).split()[1] == b"400"
    assert [record for record in caplog.records if "HTTP" in record.message] == []


async def test_a_connection_that_is_not_used_again_after_a_refusal_is_closed() -> None:
    class Brief(LimitedProtocol):
        limits = ConnectionLimits(seconds=NEVER, idle=1)

    async with open_site(protocol=Brief) as site, site.connection() as line:
        await line.begin_post("Content-Length: 4")
        assert await line.status() == 401
        await line.send(b"a=bc")
        assert await line.is_closed()
