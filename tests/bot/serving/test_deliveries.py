"""The signature comes first: what is not from Slack is refused before it is received, decoded or parsed."""

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest

from bot.serving.body import Bodies, BodyLimits, DeliveryRefused
from bot.serving.connections import ConnectionLimits, LimitedProtocol
from bot.serving.refused import Reason
from sandbox import cast
from tests.bot.serving.site import PATH, Site, headers_of, open_site
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio

COMMAND = urlencode({"command": "/reissue", "text": "list", "team_id": cast.TEAM_ID, "user_id": cast.NINA}).encode()

UNPARSABLE = b"payload=" + b"[" * 100_000
"""A form that is answered with 400 where it is parsed."""

GOOD, SOON = f"v0={'0' * 64}", headers_of(b"")["X-Slack-Request-Timestamp"]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def http(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with plain_client(base_url=site.url) as http:
        yield http


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ([], Reason.UNSIGNED),
        ([f"X-Slack-Signature: {GOOD}"], Reason.UNSIGNED),
        ([f"X-Slack-Request-Timestamp: {SOON}"], Reason.UNSIGNED),
        ([f"X-Slack-Request-Timestamp: {SOON}", "X-Slack-Signature: v0=short"], Reason.UNSIGNED),
        ([f"X-Slack-Request-Timestamp: {SOON}", f"X-Slack-Signature: v0={'0' * 63}\u00e9"], Reason.UNSIGNED),
        (["X-Slack-Request-Timestamp: yesterday", f"X-Slack-Signature: {GOOD}"], Reason.UNSIGNED),
        (["X-Slack-Request-Timestamp: 1700000000", f"X-Slack-Signature: {GOOD}"], Reason.TIMESTAMP),
        (["X-Slack-Request-Timestamp: 999999999999", f"X-Slack-Signature: {GOOD}"], Reason.TIMESTAMP),
    ],
)
async def test_headers_that_cannot_be_slacks_are_refused_before_the_body_is_there(
    site: Site, headers: list[str], reason: Reason
) -> None:
    async with site.connection() as line:
        await line.begin_post("Content-Length: 900000", *headers)
        assert await line.status() == 401
    assert site.refused.counts == {reason: 1}


async def test_a_body_with_a_wrong_signature_is_not_parsed(site: Site, http: httpx.AsyncClient) -> None:
    for body in (UNPARSABLE, b"\xff\xfe", b"a=1&" * 20_000):
        headers = headers_of(b"another body")
        assert (await http.post(PATH, content=body, headers=headers)).status_code == 401
    assert site.refused.counts == {Reason.SIGNATURE: 3}
    assert (await http.post(PATH, content=UNPARSABLE, headers=headers_of(UNPARSABLE))).status_code == 400


async def test_a_signed_body_in_chunks_of_unknown_number_is_accepted(site: Site, http: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(COMMAND), 10):
            yield COMMAND[at : at + 10]

    answer = await http.post(PATH, content=chunks(), headers=headers_of(COMMAND))
    assert (answer.request.headers["transfer-encoding"], answer.status_code) == ("chunked", 200)
    assert site.heard == ["list"]
    assert site.refused.verified == 1


async def test_a_delivery_as_nginx_passes_it_on_unless_told_otherwise_is_accepted(site: Site) -> None:
    """HTTP/1.0, a connection for this request alone, and headers of the proxy's own."""
    body = urlencode({"command": "/reissue", "text": "by nginx"}).encode()
    headers = {**headers_of(body), "Host": "reissue_bot", "Connection": "close", "Content-Length": str(len(body))}
    async with site.connection() as line:
        head = [f"POST {PATH} HTTP/1.0", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        await line.send("\r\n".join(head).encode() + body)
        assert (await line.status(), site.heard) == (200, ["by nginx"])
        assert await line.is_closed()


async def test_a_body_that_is_too_large_is_refused_by_its_announcement_or_by_its_bytes(site: Site) -> None:
    chunk = b"186a0\r\n" + b"x" * 100_000 + b"\r\n"
    async with site.connection() as line:
        await line.begin_post("Content-Length: 1000001")
        assert await line.status() == 413
    signed = [f"{name}: {value}" for name, value in headers_of(b"").items() if name != "Content-Type"]
    async with site.connection() as line:
        await line.begin_post("Transfer-Encoding: chunked", *signed)
        for _ in range(11):
            await line.send(chunk)
        assert await line.status() == 413
    assert site.refused.counts == {Reason.TOO_LARGE: 2}


async def test_a_body_that_does_not_arrive_in_time_is_answered_and_its_connection_closed() -> None:
    class Patient(LimitedProtocol):
        limits = ConnectionLimits(seconds=3600)

    async with open_site(BodyLimits(seconds=0.05), Patient) as site, site.connection() as line:
        signed = [f"{name}: {value}" for name, value in headers_of(b"").items() if name != "Content-Type"]
        await line.begin_post("Content-Length: 100", *signed)
        await line.send(b"half of it")
        assert await line.status() == 408
        assert await line.is_closed()
    assert site.refused.counts == {Reason.DEADLINE: 1}


async def test_while_bodies_take_too_much_memory_the_slowest_is_refused_and_a_fast_one_is_not() -> None:
    bodies, is_waiting = Bodies(BodyLimits(together=100)), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"x" * 60
        is_waiting.set()
        await asyncio.Event().wait()

    async def fast() -> AsyncIterator[bytes]:
        yield b"y" * 60

    receiving = asyncio.create_task(bodies.receive(slow()))
    await is_waiting.wait()
    assert await bodies.receive(fast()) == b"y" * 60
    with pytest.raises(DeliveryRefused) as refusal:
        await receiving
    assert refusal.value.reason is Reason.BUSY
    for _ in range(3):  # nothing is counted any more
        assert await bodies.receive(fast()) == b"y" * 60


async def test_a_form_has_a_hundred_fields_at_most(site: Site, http: httpx.AsyncClient) -> None:
    many = COMMAND + b"&a=b" * 97
    assert (await http.post(PATH, content=many, headers=headers_of(many))).status_code == 400
    fewer = COMMAND + b"&a=b" * 96
    assert (await http.post(PATH, content=fewer, headers=headers_of(fewer))).status_code == 200
    assert site.heard == ["list"]


async def test_slacks_check_of_the_certificate_needs_a_signature_too(site: Site, http: httpx.AsyncClient) -> None:
    check = b"ssl_check=1&token=any"
    unsigned = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await http.post(PATH, content=check, headers=unsigned)).status_code == 401
    assert (await http.post(PATH, content=check, headers=headers_of(check))).status_code == 200
    assert site.refused.counts == {Reason.UNSIGNED: 1}


async def test_json_in_a_delivery_that_calls_itself_a_form_is_read_as_bolt_reads_it(http: httpx.AsyncClient) -> None:
    for body, status in ((b'{"type": ', 400), (json.dumps({"type": "app_rate_limited"}).encode(), 404)):
        assert (await http.post(PATH, content=body, headers=headers_of(body))).status_code == status
