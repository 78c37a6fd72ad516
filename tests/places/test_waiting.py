"""A database that is not up yet: every process waits for it, and says so once."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from approvals.errors import StoreUnavailable
from bot.health.reaching import await_database
from tests.databases import Postgres
from tests.office import Office
from tests.patience import eventually
from tests.processes import Process, environment, free_port, serving, started
from tests.standby import one_address

pytestmark = pytest.mark.anyio

AT_ONCE = 5.0
"""Seconds. It takes 0.1; a busy machine takes longer to end a process."""


@pytest.mark.parametrize("command", ["web", "worker", "migrate"])
async def test_every_process_waits_for_a_database_that_starts_later_and_says_so_once(
    own_office: Office, postgres: Postgres, postgres_url: str, tmp_path: Path, command: str
) -> None:
    name = postgres_url.partition("?")[0].rpartition("/")[2]
    async with one_address(None) as address:
        settings = environment(own_office, address.url_of(name))
        async with started(settings, tmp_path / "waiting.log", command, "bot") as process:
            await eventually(lambda: "database_awaited" in process.log, "a process that waits")
            address.server = postgres
            await _is_done(process, command)
            assert process.log.count("database_awaited") == 1
            assert "Traceback" not in process.log


async def _is_done(process: Process, command: str) -> None:
    """It serves; a worker drives until it is stopped; a command ends by itself."""
    if command == "web":
        await serving(process)
    if command == "migrate":
        assert await process.running.wait() == 0
    else:
        assert await process.stop() == 0


async def test_a_process_that_waits_ends_at_once_when_it_is_told_to_stop(own_office: Office, tmp_path: Path) -> None:
    """One whose server refuses connections, and one whose server accepts them and says nothing."""
    office = own_office
    async with silent_server() as silent:
        away, mute = (f"postgres://bot@127.0.0.1:{port}/hr" for port in (free_port(), silent.port))
        async with (
            started(environment(office, away), tmp_path / "away.log", "web", "bot") as first,
            started(environment(office, mute), tmp_path / "mute.log", "worker", "bot") as second,
        ):
            await eventually(lambda: "database_awaited" in first.log, "a process that waits")
            await eventually(silent.asked.is_set, "a process that has asked the silent server")
            for process in (first, second):
                begun = time.monotonic()
                assert await process.stop() == 0
                assert time.monotonic() - begun < AT_ONCE
                assert "stopping" in process.log
                assert process.log.rstrip().endswith("seconds=0.0")
                assert "Traceback" not in process.log


@dataclass
class Silent:
    """A server that says nothing. `asked` is set once something has connected."""

    port: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def silent_server() -> AsyncIterator[Silent]:
    """A server that accepts connections and never answers, as behind a firewall."""
    silent = Silent()
    left: list[asyncio.StreamWriter] = []

    async def accept(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left.append(writer)
        silent.asked.set()

    listening = await asyncio.start_server(accept, "127.0.0.1", 0)
    silent.port = listening.sockets[0].getsockname()[1]
    yield silent
    listening.close()
    for writer in left:
        writer.close()


async def test_after_the_time_is_up_it_is_told_in_a_sentence_where_to_look() -> None:
    with pytest.raises(StoreUnavailable, match=r"did not answer.*in 0 seconds.*DATABASE_URL"):
        await asyncio.wait_for(await_database(f"postgres://bot:secret@127.0.0.1:{free_port()}/hr", up_to=0), 30)


@pytest.mark.places
async def test_a_start_without_a_database_ends_after_a_minute_in_one_sentence(
    own_office: Office, tmp_path: Path
) -> None:
    url = f"postgres://bot:s3cretword@127.0.0.1:{free_port()}/hr"
    async with started(environment(own_office, url), tmp_path / "waiting.log", "web", "bot") as process:
        assert await asyncio.wait_for(process.running.wait(), 90) == 2
        assert "That did not change in 60 seconds" in process.log
        assert "Traceback" not in process.log
        assert "s3cretword" not in process.log
