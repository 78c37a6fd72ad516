"""Connections: writers begin as writers, and a database that is gone is said to be gone."""

import asyncio
import sqlite3
import threading
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from store.address import UnusableDatabase, sync_url
from store.engine import create_engine
from store.failures import translated
from store.unit_of_work import SqlStore
from tests.databases import Postgres
from tests.store.conftest import add, drive_nothing
from tests.store.values import a_request, an_event

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
async def test_every_address_of_postgresql_gets_our_driver(scheme: str) -> None:
    assert sync_url(f"{scheme}://u:p@db/bot").drivername == "postgresql+psycopg"


@pytest.mark.parametrize("url", ["", "mysql://u@db/bot", "sqlite://", "sqlite:///:memory:", "reissue.db"])
async def test_other_databases_are_refused_in_words(url: str) -> None:
    with pytest.raises(UnusableDatabase, match="DATABASE_URL must begin with"):
        create_engine(url)


async def test_an_sqlite_writer_keeps_other_writers_out_from_its_beginning(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    rival = sqlite3.connect(make_url(sqlite_url).database or "", timeout=0, isolation_level=None)
    async with engine.begin() as connection:
        await connection.execute(sa.text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            rival.execute("BEGIN IMMEDIATE")
    async with SqlStore(engine, drive_nothing).reading() as work:
        assert await work.employees.is_empty()
        rival.execute("BEGIN IMMEDIATE")
    rival.close()
    await engine.dispose()


async def test_writers_wait_for_each_other_in_the_process_and_not_in_sqlite(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    sa.event.listen(engine.sync_engine, "connect", _impatient)
    store = SqlStore(engine, drive_nothing)
    added = await asyncio.gather(*(add(store) for _ in range(20)))
    assert sorted(each.number for each in added) == list(range(1, 21))
    await engine.dispose()


async def test_sqlite_syncs_every_commit_and_checks_foreign_keys(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    async with engine.connect() as connection:
        pragmas = [await connection.scalar(sa.text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
        assert (*pragmas, await connection.scalar(sa.text("PRAGMA foreign_keys"))) == ("wal", 2, 1)
    await engine.dispose()


async def test_a_naive_datetime_is_refused(store: SqlStore) -> None:
    naive = datetime(2026, 11, 3)  # noqa: DTZ001 the point of the test
    with pytest.raises(sa.exc.StatementError, match="timezone"):
        await add(store, a_request(submitted_at=naive))


async def test_a_mistake_stays_what_it_is(store: SqlStore) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        await _note_something_about_nobody(store)


def test_an_error_that_broke_the_connection_is_unavailable() -> None:
    broken = sa.exc.DBAPIError("SELECT 1", None, Exception(), connection_invalidated=True)
    with pytest.raises(StoreUnavailable), translated():
        raise broken


async def test_an_sqlite_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with pytest.raises(StoreUnavailable):
        await add(SqlStore(create_engine(f"sqlite:///{tmp_path}/nowhere/reissue.db"), drive_nothing))
    for thread in set(threading.enumerate()) - before:  # the driver's: it reports to this loop until it ends
        await asyncio.to_thread(thread.join)


async def test_an_sqlite_file_that_stays_locked_is_unavailable(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    sa.event.listen(engine.sync_engine, "connect", _impatient)
    rival = sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        await add(SqlStore(engine, drive_nothing))
    rival.execute("ROLLBACK")
    assert (await add(SqlStore(engine, drive_nothing))).number == 1
    rival.close()
    await engine.dispose()


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    engine = create_engine("postgresql://u:p@127.0.0.1:1/bot")
    with pytest.raises(StoreUnavailable):
        async with SqlStore(engine, drive_nothing).reading() as work:
            await work.employees.is_empty()


async def test_a_connection_lost_before_the_commit_is_unavailable_and_the_next_unit_works(
    postgres: Postgres, postgres_url: str
) -> None:
    engine = create_engine(postgres_url)
    store = SqlStore(engine, drive_nothing)
    async with store.writing() as work:
        await work.requests.add(a_request())
        await _restart_connections(postgres, engine)
        with pytest.raises(StoreUnavailable) as gone:
            await work.commit()
        assert isinstance(gone.value.__cause__, sa.exc.OperationalError)
    assert (await add(store)).number == 1
    await engine.dispose()


async def test_a_connection_lost_inside_a_unit_is_unavailable(postgres: Postgres, postgres_url: str) -> None:
    engine = create_engine(postgres_url)

    async def lose() -> None:
        async with SqlStore(engine, drive_nothing).writing() as work:
            await work.requests.add(a_request())
            await _restart_connections(postgres, engine)
            await work.employees.is_empty()

    with pytest.raises(StoreUnavailable):
        await lose()
    await engine.dispose()


async def _note_something_about_nobody(store: SqlStore) -> None:
    async with store.writing() as work:
        await work.events.append(an_event(a_request().id))
        await work.commit()


async def _restart_connections(postgres: Postgres, engine: AsyncEngine) -> None:
    async with await psycopg.AsyncConnection.connect(postgres.url, autocommit=True) as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [engine.url.database]
        )


def _impatient(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 0")
    cursor.close()


async def test_an_error_of_the_database_never_quotes_what_was_to_be_stored(database_url: str) -> None:
    engine = create_engine(database_url)
    with pytest.raises(sa.exc.DBAPIError) as refused:
        async with engine.begin() as connection:
            await connection.execute(sa.text("INSERT INTO no_such_table VALUES (:reason)"), {"reason": "New baby"})
    assert "New baby" not in str(refused.value)
    await engine.dispose()
