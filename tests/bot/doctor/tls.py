"""A door with TLS before a server of this machine, and a certificate for it that is not trusted yet."""

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
        behind_reader, behind_writer = await asyncio.open_connection(inner.hostname, inner.port)
        await asyncio.gather(_passed_on(reader, behind_writer), _passed_on(behind_reader, writer))

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):  # one side went away without a word
        while data := await reader.read(CHUNK):
            writer.write(data)
    writer.close()
