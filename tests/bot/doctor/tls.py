"""Doors with TLS before servers of this machine, with a certificate not trusted yet, and the way through them."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import trustme

CHUNK = 65536


@asynccontextmanager
async def behind_tls(url: str, authority: trustme.CA, *names: str) -> AsyncIterator[str]:
    """The https address of the server at `url`, with a certificate of that authority, which also has these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", *names).configure_cert(context)
    inner = urlsplit(url)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind = await asyncio.open_connection(inner.hostname, inner.port)
        await _both_ways((reader, writer), behind)

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def over_tls(port: int, authority: trustme.CA, name: str) -> AsyncIterator[str]:
    """A plain address that leads to the TLS server at `port`, which has to prove each time that it is `name`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        beyond = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname=name)
        await _both_ways((reader, writer), beyond)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _both_ways(one: Ends, other: Ends) -> None:
    await asyncio.gather(_passed_on(one[0], other[1]), _passed_on(other[0], one[1]))


async def _passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):  # one side went away without a word
        while data := await reader.read(CHUNK):
            writer.write(data)
    writer.close()
