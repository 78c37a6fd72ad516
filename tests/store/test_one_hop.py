"""SQLite in one visit of its thread: what is cut, and what comes in more than one visit."""

import asyncio
import sqlite3
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from store.engine import create_engine
from store.one_hop import AT_ONCE, READS, connect

pytestmark = pytest.mark.anyio

MANY = 3 * AT_ONCE
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 768) SELECT i FROM n"


async def test_a_statement_that_is_cut_keeps_no_transaction_open_though_an_error_still_holds_its_cursor(
    sqlite_url: str,
) -> None:
    path = make_url(sqlite_url).database or ""
    connection = connect(path, isolation_level=None)
    await connection
    await connection.cursor().execute("BEGIN IMMEDIATE")
    cursor, gate = connection.cursor(), threading.Event()
    held_up = asyncio.create_task(connection.visit(lambda _: gate.wait()))
    await asyncio.sleep(0)
    cut = asyncio.create_task(cursor.execute(NUMBERS))
    await asyncio.sleep(0)
    cut.cancel()
    gate.set()
    await asyncio.gather(held_up, cut, return_exceptions=True)
    await connection.close()
    rival = sqlite3.connect(path, timeout=0, isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    rival.close()
    assert cut.cancelled()
    assert cursor.description  # it was executed all the same


async def test_a_transaction_that_could_not_begin_begins_with_the_next_statement(sqlite_url: str) -> None:
    path = make_url(sqlite_url).database or ""
    connection = connect(path, timeout=0, isolation_level=None)
    await connection
    rival = sqlite3.connect(path, timeout=0, isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    connection.begin("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await connection.cursor().execute("CREATE TABLE number (i INTEGER)")
    rival.rollback()
    await connection.cursor().execute("CREATE TABLE number (i INTEGER)")
    await connection.rollback()
    assert rival.execute("SELECT name FROM sqlite_master WHERE name = 'number'").fetchall() == []
    rival.close()
    await connection.close()


async def test_the_end_of_a_reading_is_not_waited_for_and_comes_before_the_next_transaction(sqlite_url: str) -> None:
    connection = connect(make_url(sqlite_url).database or "", isolation_level=None)
    await connection
    connection.begin(READS)
    await connection.cursor().execute("SELECT 1")
    gate = threading.Event()
    held_up = asyncio.create_task(connection.visit(lambda _: gate.wait()))
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(5):
            await connection.rollback()
        connection.begin("BEGIN IMMEDIATE")
        created = asyncio.create_task(connection.cursor().execute("CREATE TABLE number (i INTEGER)"))
        await asyncio.sleep(0)
    finally:
        gate.set()
    await asyncio.gather(held_up, created)
    assert await connection.visit(lambda sqlite: sqlite.in_transaction)
    await connection.commit()
    rival = sqlite3.connect(make_url(sqlite_url).database or "")
    assert rival.execute("SELECT name FROM sqlite_master WHERE name = 'number'").fetchall() == [("number",)]
    rival.close()
    await connection.close()


async def test_many_rows_that_are_written_are_all_counted_and_given_back(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    async with engine.connect() as connection:
        await connection.execute(sa.text("CREATE TEMPORARY TABLE number (i INTEGER)"))
        await connection.execute(sa.text(f"INSERT INTO number {NUMBERS}"))
        changed = await connection.execute(sa.text("UPDATE number SET i = -i RETURNING i"))
        assert (changed.rowcount, len(changed.all())) == (MANY, MANY)
    await engine.dispose()
