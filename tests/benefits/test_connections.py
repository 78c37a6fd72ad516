"""How the client uses connections, seen from a server that is nothing but a socket."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connection import Server, utc_now
from benefits.errors import ServerError, Unreachable
from benefits.ids import EnrollmentId
from benefits.outcome import OutcomeKind
from tests.benefits.answers import a_call
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

ENRL, CALL = EnrollmentId("enrl_1"), a_call()


class Connection(asyncio.Protocol):
    """One connection; it answers every request with an error and stays open."""

    def __init__(self) -> None:
        self.methods: list[str] = []
        self.closed = asyncio.Event()
        self.transport = asyncio.Transport()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport of the new connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """A request, or the body of one: requests begin with a method."""
        if b" HTTP/1.1\r\n" in data:
            self.methods.append(data.split()[0].decode())
            self.transport.write(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")

    def connection_lost(self, _: Exception | None) -> None:
        """The client hung up."""
        self.closed.set()


class Dripping(Connection):
    """Announces success, and then sends its body a byte at a time, so that no single read takes long."""

    def data_received(self, data: bytes) -> None:
        """Begin to answer."""
        if b" HTTP/1.1\r\n" in data:
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            self._drip()

    def _drip(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(b" ")
            asyncio.get_running_loop().call_later(0.02, self._drip)


@asynccontextmanager
async def connected_to(
    protocol: Callable[[], Connection], patience: float, now: Callable[[], datetime] = utc_now
) -> AsyncIterator[tuple[VitableConnect, list[Connection]]]:
    """A client of a server that speaks that protocol, and the connections it opened."""
    connections: list[Connection] = []

    def opened() -> Connection:
        connections.append(protocol())
        return connections[-1]

    server = await asyncio.get_running_loop().create_server(opened, "127.0.0.1", 0)
    client = VitableConnect(
        Server(
            base_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}",
            api_key=ApiKey("key"),
            timeout=patience,
            now=now,
        )
    )
    yield client, connections
    await client.aclose()
    for connection in connections:
        await connection.closed.wait()
    server.close()


async def test_reads_share_a_connection_and_every_reissue_opens_its_own() -> None:
    async with connected_to(Connection, 2) as (client, connections):
        for _ in range(2):
            with pytest.raises(ServerError):
                await client.enrollment(ENRL)
        for _ in range(2):
            await client.reissue(CALL)
        assert [connection.methods for connection in connections] == [["GET", "GET"], ["POST"], ["POST"]]


async def test_a_server_that_drips_is_cut_off_by_the_total_timeout() -> None:
    async with connected_to(Dripping, 2.0) as (client, _):
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(Unreachable, match="in time"):
                await client.enrollment(ENRL)
            assert (await client.reissue(CALL)).kind is OutcomeKind.REISSUED_UNREADABLE


async def test_a_server_that_is_not_there_was_not_sent_anything() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        client = VitableConnect(
            Server(base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}", api_key=ApiKey("key"), timeout=1)
        )
    assert (await client.reissue(CALL)).kind is OutcomeKind.NOT_SENT
    with pytest.raises(Unreachable):
        await client.enrollment(ENRL)
    await client.aclose()


async def test_a_process_that_stood_still_before_the_first_byte_left_sends_nothing() -> None:
    began = utc_now()
    looks = iter([began, began + timedelta(seconds=3)])
    async with connected_to(Connection, 2, lambda: next(looks)) as (client, connections):
        outcome = await client.reissue(CALL)
        assert (outcome.kind, [connection.methods for connection in connections]) == (OutcomeKind.NOT_SENT, [[]])
