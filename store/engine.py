"""Connections to SQLite and PostgreSQL that lose nothing and let no writer overwrite another.

By default SQLite begins transactions late and lets two readers both become writers: 100 concurrent increments gave 20.
Here every transaction begins with BEGIN IMMEDIATE, unless it is marked as reading only.
"""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.sqlite_time import give_time

READING = "bot_reading"
"""The execution option of SQLite transactions that only read."""

BUSY_TIMEOUT = 5000
"""Milliseconds that SQLite waits for another writer."""

MIGRATION_TIMEOUT = 60_000
"""Milliseconds that one migration waits for another."""

CONNECT_TIMEOUT = 5
"""Seconds that PostgreSQL may take to accept a connection."""

AnyEngine = TypeVar("AnyEngine", AsyncEngine, sa.Engine)


class UnusableDatabase(ValueError):
    """DATABASE_URL must begin with sqlite:/// and name a file, or begin with postgresql://."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


def create_engine(database_url: str, *, pool_size: int = 10) -> AsyncEngine:
    """An engine for `database_url`, not connected yet. Its errors quote no values. Raises UnusableDatabase."""
    url = sync_url(database_url)
    if is_sqlite(url):
        engine = create_async_engine(url.set(drivername="sqlite+aiosqlite"), pool_size=pool_size, hide_parameters=True)
        _prepare_sqlite(engine.sync_engine, foreign_keys=True)
        return engine
    return create_async_engine(
        url, pool_size=pool_size, pool_pre_ping=True, hide_parameters=True, connect_args=_patience()
    )


def create_sync_engine(database_url: str) -> sa.Engine:
    """An engine for migrations: one connection, and on SQLite without foreign keys, so that tables can be rebuilt."""
    url = sync_url(database_url)
    if is_sqlite(url):
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        _prepare_sqlite(engine, foreign_keys=False, busy_timeout=MIGRATION_TIMEOUT)
        return engine
    return sa.create_engine(url, poolclass=sa.NullPool, connect_args=_patience())


def reading(engine: AnyEngine) -> AnyEngine:
    """The same engine for transactions that only read: each sees one moment, and makes no writer wait."""
    if is_sqlite(engine.url):
        return engine.execution_options(**{READING: True})
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def sync_url(database_url: str) -> URL:
    """`database_url` with our synchronous driver; `postgres://` is accepted too. Raises UnusableDatabase."""
    try:
        url = make_url(database_url)
    except (sa.exc.ArgumentError, ValueError) as unreadable:  # ValueError: a port that is not a number
        raise UnusableDatabase from unreadable
    kind = url.drivername.partition("+")[0]
    if kind in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    raise UnusableDatabase


def is_sqlite(url: URL) -> bool:
    """Whether the database is SQLite: a file that one process uses."""
    return url.get_backend_name() == "sqlite"


def _patience() -> dict[str, int]:
    return {"connect_timeout": CONNECT_TIMEOUT}


def _prepare_sqlite(engine: sa.Engine, *, foreign_keys: bool, busy_timeout: int = BUSY_TIMEOUT) -> None:
    pragmas = (
        f"busy_timeout = {busy_timeout}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
    )

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:  # noqa: ANN401 the driver's own, of either driver
        connection.isolation_level = None
        give_time(connection)
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _began(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
