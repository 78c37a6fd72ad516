"""A streaming standby of a PostgreSQL server, and one address that leads to either, as a failover moves it."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from tests.databases import Postgres, started_server


@contextmanager
def standby_of(primary: Postgres) -> Iterator[Postgres]:
    """Another server that repeats everything the primary writes, until it is promoted."""
    directory = Path(tempfile.mkdtemp(prefix="pg", dir=socket_folder(primary).parent.parent))
    directory.chmod(0o755)
    owner, data = socket_folder(primary).stat(), directory / "data"
    data.mkdir(mode=0o700)
    os.chown(data, owner.st_uid, owner.st_gid)
    with psycopg.connect(primary.url) as connection:
        [binaries] = connection.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone() or [""]
    subprocess.run(  # noqa: S603 our own command
        [f"{binaries}/pg_basebackup", "-D", data, "-R", "-c", "fast", "-U", "postgres", "-h", socket_folder(primary)],
        check=True,
        user=owner.st_uid,
        group=owner.st_gid,
        extra_groups=[],
    )
    for of_the_primary in (".s.PGSQL.5432.lock", ".handle_pids.json", "log"):
        (data / of_the_primary).unlink(missing_ok=True)
    with started_server(data) as url:
        yield replace(primary, url=url)
    shutil.rmtree(directory, ignore_errors=True)


def socket_folder(server: Postgres) -> Path:
    """Where a server listens."""
    return Path(str(make_url(server.url).query["host"]))


@dataclass
class Address:
    """An address on this machine. New connections go to `server`; to none if that is None."""

    server: Postgres | None
    port: int = 0

    def __post_init__(self) -> None:
        self._open: list[asyncio.Task[None]] = []

    def url_of(self, name: str) -> str:
        """The address of a database behind it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def cut(self) -> None:
        """Break all connections off."""
        for task in self._open:
            task.cancel()
        self._open.clear()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass a new connection on, unless the address is moved meanwhile."""
        if (server := self.server) is None:
            writer.close()
            return
        there, back = await asyncio.open_unix_connection(socket_folder(server) / ".s.PGSQL.5432")
        if self.server is not server:
            writer.close()
            back.close()
            return
        self._open.append(asyncio.create_task(_both_ways((reader, back), (there, writer))))


@asynccontextmanager
async def one_address(server: Postgres | None) -> AsyncIterator[Address]:
    """An address that leads to the server, until it is moved."""
    address = Address(server)
    listening = await asyncio.start_server(address.accept, "127.0.0.1", 0)
    address.port = listening.sockets[0].getsockname()[1]
    yield address
    listening.close()
    address.cut()


async def _both_ways(*ways: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
    """Copy until one end closes, then close both."""
    copying = [asyncio.create_task(_copy(*way)) for way in ways]
    try:
        await asyncio.wait(copying, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in copying:
            task.cancel()
        for _, writer in ways:
            writer.transport.abort()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
