"""The database: can it be reached and written, and are its tables current?"""

import asyncio
import tempfile
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from approvals.errors import StoreError
from bot.doctor.finding import Check, Finding, failed, not_checked, ok, warning
from store.address import UnusableDatabase, is_sqlite, named, sync_url
from store.engine import create_engine
from store.failures import TAKES_NO_WRITES
from store.migrate import Tables, tables_in
from store.reaching import PooledByTransaction, reach

WITHIN = 8.0
"""Seconds for the whole check. PostgreSQL may take 5 to accept a connection; SQLite may wait 5 for another writer."""

MIGRATE = "Type `python -m bot migrate`."

NEWER = "Use the version that migrated them, or a later one."

REACH = "Check address, name, user and password in DATABASE_URL, and that the server lets this machine in."

WRITES = "Name the primary in DATABASE_URL, or have the database's administrator switch its read-only mode off."

ANOTHER_FILE = "Set DATABASE_URL to a file in a folder where the bot may write, for example sqlite:///reissue.db."


async def examine_database(database_url: str) -> tuple[Finding, ...]:
    """Check the database. A missing SQLite file is not created."""
    try:
        url = sync_url(database_url)
    except UnusableDatabase:
        return _unusable("DATABASE_URL is not the address of a database", ANOTHER_FILE)
    if is_sqlite(url):
        trouble = await asyncio.to_thread(_cannot_write, _file(url))
        if trouble is not None:
            return _unusable(f"{url.database} cannot be written: {trouble}", ANOTHER_FILE)
        if not _is_there(_file(url)):
            missing = failed(Check.MIGRATIONS, "the tables are not there yet", MIGRATE)
            return ok(Check.DATABASE, f"SQLite, {url.database}, not made yet"), missing
    return await _tables(database_url, url)


async def _tables(database_url: str, url: URL) -> tuple[Finding, ...]:
    engine = create_engine(database_url)
    try:
        async with asyncio.timeout(WITHIN):
            await reach(database_url)
            tables = await tables_in(engine)
    except PooledByTransaction as pooled:
        return _unusable(f"{named(url)} is behind a pooler that mixes sessions", str(pooled))
    except (StoreError, UnusableDatabase, SQLAlchemyError, TimeoutError, OSError) as error:
        return _unusable(f"{named(url)} cannot be used: {_why(error)}", _remedy(url, error))
    finally:
        await engine.dispose()
    reached = ok(Check.DATABASE, named(url))
    if tables is Tables.OLDER:
        return reached, failed(Check.MIGRATIONS, "the tables are missing or older", MIGRATE)
    if tables is Tables.NEWER:
        return reached, warning(Check.MIGRATIONS, "the tables are newer than this version of the bot", NEWER)
    return reached, ok(Check.MIGRATIONS, "up to date")


def _unusable(says: str, remedy: str) -> tuple[Finding, Finding]:
    return failed(Check.DATABASE, says, remedy), not_checked(Check.MIGRATIONS, Check.DATABASE)


def _remedy(url: URL, error: Exception) -> str:
    if is_sqlite(url):
        return "Set DATABASE_URL to another file, or put a backup in its place."
    return WRITES if str(error) == TAKES_NO_WRITES else REACH


def _file(url: URL) -> Path:
    return Path(url.database or "")


def _is_there(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _cannot_write(file: Path) -> str | None:
    """Why the file, or others next to it, cannot be written; None if they can. It tries, since root has every right."""
    try:
        with tempfile.TemporaryFile(dir=file.parent):
            pass
        if file.exists():
            with file.open("ab"):
                pass
    except OSError as refused:
        return refused.strerror or "refused"
    return None


def _why(error: Exception) -> str:
    """The first line of the driver's error. It names hosts and users, never a password."""
    cause = error.__cause__ or error
    said = str(cause.orig) if isinstance(cause, DBAPIError) else str(cause)
    return next(iter(said.splitlines()), "") or "no answer in time"
