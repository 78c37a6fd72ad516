"""A PostgreSQL whose answer to one commit does not arrive: what is committed there, the client does not know of yet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import make_url

SOCKET = ".s.PGSQL.5432"


@dataclass
class Withholding:
    """The way to the server in the directory `server`; `after` is a statement whose commit is not answered."""

    server: Path
    after: bytes
    url: str = ""
    ways: list["asyncio.Future[None]"] = field(default_factory=list)
    _free: asyncio.Event = field(default_factory=asyncio.Event)

    def go_on(self) -> None:
        """Let the answers through."""
        self._free.set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, both ways."""
        self.ways.append(asyncio.ensure_future(self._carry(reader, writer)))
        await self.ways[-1]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(str(self.server / SOCKET))
        answered = asyncio.Event()
        answered.set()
        ways = self._ask(reader, to_server, answered), self._answer(from_server, writer, answered)
        await asyncio.gather(*ways, return_exceptions=True)  # how each ended is all the same, once both have
        for end in (writer, to_server):
            with suppress(ConnectionError):
                await end.wait_closed()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answered: asyncio.Event) -> None:
        is_next = False
        with closing(writer):
            while asked := await reader.read(65536):
                is_next = is_next or self.after in asked
                if is_next and b"COMMIT" in asked:
                    answered.clear()
                writer.write(asked)
                await writer.drain()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answered: asyncio.Event
    ) -> None:
        with closing(writer):
            while answer := await reader.read(65536):
                if not answered.is_set():
                    await self._free.wait()
                writer.write(answer)
                await writer.drain()


@asynccontextmanager
async def withholding(database_url: str, *, after: bytes) -> AsyncIterator[Withholding]:
    """A way to a database that withholds the answer to the commit of the first transaction that has `after` in it."""
    url = make_url(database_url)
    with TemporaryDirectory() as folder:
        way = Withholding(Path(str(url.query["host"])), after)
        way.url = url.set(query={"host": folder}).render_as_string(hide_password=False)
        async with await asyncio.start_unix_server(way.connected, str(Path(folder) / SOCKET)):
            yield way
        way.go_on()
        await asyncio.gather(*way.ways)  # both ends have gone: nothing is left open
