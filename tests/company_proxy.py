"""A company's proxy: asks for a password, knows names that this machine does not, and notes what it was asked for."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

USER, PASSWORD = "bot", "a/proxy's@password"

WANTED = ["basic", base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()]

REFUSAL = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

CHUNK = 65536


@dataclass
class CompanyProxy:
    """A proxy at `address`. Every name leads to this machine. `asked` has each request's first line."""

    address: str
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address with user and password, as it stands in the environment."""
        return f"http://{USER}:a%2Fproxy's%40password@{self.address}"

    @property
    def hosts(self) -> set[str]:
        """The names it led to."""
        targets = (line.split()[1] for line in self.asked)
        return {str(urlsplit(target if "://" in target else f"//{target}").hostname) for target in targets}

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Lead one connection to where its first request wants to go (RFC 9110, 9.3.6; RFC 9112, 3.2.2)."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            first, *headers = head.decode("latin-1").split("\r\n")
            self.asked.append(first)
            if not any(_is_let_in(line) for line in headers):
                writer.write(REFUSAL)
            else:
                await self._lead(first, head, reader, writer)
        writer.close()

    async def _lead(self, first: str, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method, target, _ = first.split()
        where = urlsplit(f"//{target}" if method == "CONNECT" else target)
        there, onwards = await asyncio.open_connection("127.0.0.1", where.port)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            onwards.write(head)
        await asyncio.gather(_passed_on(reader, onwards), _passed_on(there, writer))


@asynccontextmanager
async def company_proxy() -> AsyncIterator[CompanyProxy]:
    """A running proxy."""
    proxy = CompanyProxy("")
    server = await asyncio.start_server(proxy.connected, "127.0.0.1", 0)
    proxy.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield proxy


def _is_let_in(line: str) -> bool:
    name, _, value = line.partition(":")
    kind, _, credentials = value.strip().partition(" ")
    return name.lower() == "proxy-authorization" and [kind.lower(), credentials] == WANTED


async def _passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(CHUNK):
            writer.write(data)
    writer.close()
