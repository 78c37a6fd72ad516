"""Connections to SQLite and PostgreSQL that lose nothing and let no writer overwrite another.

By default SQLite begins transactions late and lets two readers both become writers: 100 concurrent increments gave 20.
Here every transaction begins with BEGIN IMMEDIATE, unless it is marked as reading only.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.address import is_sqlite, schema_of, sync_url, without_schema

READING = "bot_reading"
"""The execution option of transactions that only read."""

BUSY_TIMEOUT = 5000
"""Milliseconds that SQLite waits for another writer."""

MIGRATION_TIMEOUT = 60_000
"""Milliseconds that one migration waits for another."""

AnyEngine = TypeVar("AnyEngine", AsyncEngine, sa.Engine)


KEPT = 3
"""Connections to PostgreSQL that the bot keeps while it has nothing to do, and AT_MOST while it is busy."""

GIVEN_BACK_WITHIN = 1.0
"""Seconds that the end of an engine waits for connections in use."""

AT_MOST = 20


def create_engine(database_url: str) -> AsyncEngine:
    """An engine for `database_url`, not connected yet. Its errors quote no values. Raises UnusableDatabase."""
    url = sync_url(database_url)
    if is_sqlite(url):
        from store.one_hop import connect  # noqa: PLC0415 - with PostgreSQL SQLite is not needed

        engine = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"),
            pool_size=10,
            hide_parameters=True,
            connect_args={"async_creator_fn": connect},
        )
        _prepare_sqlite(engine.sync_engine, foreign_keys=True)
        return engine
    from store import postgresql  # noqa: PLC0415 - with SQLite libpq is not needed

    engine = create_async_engine(
        without_schema(url),
        pool_size=KEPT,
        max_overflow=AT_MOST - KEPT,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args=postgresql.connect_args(url),
    )
    patient = {"idle_in_transaction_session_timeout": str(postgresql.PATIENCE)}
    postgresql.prepare_postgresql(engine.sync_engine, schema_of(url), **patient)
    _prepare_reading(engine.sync_engine)
    return engine


@dataclass(frozen=True, kw_only=True, slots=True)
class Connections:
    """The connections of an engine: in use, kept without use, and the most that it would open."""

    used: int
    idle: int
    most: int


def connections_of(engine: AsyncEngine) -> Connections:
    """The connections of an engine that `create_engine` made."""
    pool = engine.pool
    if not isinstance(pool, sa.AsyncAdaptedQueuePool):
        return Connections(used=0, idle=0, most=0)
    return Connections(used=pool.checkedout(), idle=pool.checkedin(), most=pool.size() + pool._max_overflow)


async def close(engine: AsyncEngine) -> None:
    """Close every connection, and wait a moment for those in use.

    A task that was cancelled may end before its parts do: `asyncio.gather` ends with the first of them. What they give
    back after the end of the pool, no one closes.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(GIVEN_BACK_WITHIN):
            while connections_of(engine).used:  # noqa: ASYNC110 - the pool tells no one
                await asyncio.sleep(GIVEN_BACK_WITHIN / 100)
    await engine.dispose()


def create_sync_engine(database_url: str) -> sa.Engine:
    """An engine for migrations: one connection, and on SQLite without foreign keys, so that tables can be rebuilt."""
    url = sync_url(database_url)
    if is_sqlite(url):
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        _prepare_sqlite(engine, foreign_keys=False, busy_timeout=MIGRATION_TIMEOUT)
        return engine
    from store.postgresql import connect_args, prepare_postgresql  # noqa: PLC0415 - as above

    engine = sa.create_engine(without_schema(url), poolclass=sa.NullPool, connect_args=connect_args(url))
    prepare_postgresql(engine, schema_of(url))
    _prepare_reading(engine)
    return engine


def reading(engine: AnyEngine) -> AnyEngine:
    """The same engine for transactions that only read: each sees one moment, and makes no writer wait."""
    return engine.execution_options(**{READING: True})


def _prepare_reading(engine: sa.Engine) -> None:
    """Let transactions of PostgreSQL that are marked as reading only see one moment, and refuse to write.

    SQLAlchemy can do it by itself, for an engine with these options. But it loses the connection if the task is
    cancelled meanwhile: no one closes it (`findings/sqlalchemy-loses-a-connection-that-is-cancelled-while-set-up.sh`).
    """

    @sa.event.listens_for(engine, "engine_connect")
    def _connected(connection: sa.Connection) -> None:
        if not connection.get_execution_options().get(READING, False):
            return
        try:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        except BaseException:
            connection.invalidate()  # not back into the pool: it is set up by half, which nothing would undo
            raise


def _prepare_sqlite(engine: sa.Engine, *, foreign_keys: bool, busy_timeout: int = BUSY_TIMEOUT) -> None:
    pragmas = (
        f"busy_timeout = {busy_timeout}",
        "synchronous = FULL",
        "secure_delete = ON",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
    )

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:  # noqa: ANN401 the driver's own, of either driver
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        _write_ahead(cursor, busy_timeout / 1000)
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _began(connection: sa.Connection) -> None:
        statement = "BEGIN" if connection.get_execution_options().get(READING, False) else "BEGIN IMMEDIATE"
        if engine.dialect.is_async:
            connection.connection.driver_connection.begin(statement)  # type: ignore[union-attr] # store.one_hop's
        else:
            connection.exec_driver_sql(statement)


def _write_ahead(cursor: Any, patience: float) -> None:  # noqa: ANN401 the driver's own, of either driver
    """Use a write-ahead log. Of two first connections only one can switch to it, and SQLite does not let the other wait
    by itself: it tries again for `patience` seconds."""
    import sqlite3  # noqa: PLC0415 - as above

    deadline = time.monotonic() + patience
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
