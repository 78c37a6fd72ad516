#!/usr/bin/env bash
# With aiosqlite, SQLAlchemy changes threads four times for one statement, which costs thirty times what SQLite takes.
#
# Package:  SQLAlchemy 2.1.9 with aiosqlite 0.22.1 and greenlet 3.5.6, all from PyPI; another version of SQLAlchemy
#           can be named as the first argument.
# Expected: aiosqlite's page says that each connection has a thread, to which its calls are queued. SQLAlchemy's page
#           on SQLite says of this dialect that it suits tests and prototypes. Neither says what it costs; a
#           statement looks like one call, and so like one visit of that thread.
# Happens:  SQLAlchemy visits it four times for one SELECT of a single row: to make a cursor, to execute, to fetch, to
#           close the cursor. Each visit is a future, a wake-up of the thread, one of the loop by its self-pipe, and two
#           switches of a greenlet. A SELECT by primary key took 175 microseconds of the processor; by sqlite3, 6.
# Matters:  A bot with SQLite makes dozens of such statements for an approval. The processor time looks like the
#           database's, and no index helps. What helps: a connection given as `async_creator_fn` whose cursor
#           executes, fetches and closes in one visit, as long as there are few rows.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install \
    "sqlalchemy==${1:-2.1.9}" aiosqlite==0.22.1 greenlet==3.5.6
"$folder/venv/bin/python" - "$folder/approvals.db" <<'PYTHON'
import asyncio
import sqlite3
import sys
import time
from importlib.metadata import version

import aiosqlite
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

TIMES = 2000
STATEMENT = "SELECT status FROM approvals WHERE id = 1"
visits = []


def connected(database, **arguments):
    """A connection of aiosqlite that notes what its thread is asked for."""
    connection = aiosqlite.connect(database, **arguments)
    queued = connection._execute

    async def noted(function, *given, **named):
        visits.append(getattr(function, "__name__", "?"))
        return await queued(function, *given, **named)

    connection._execute = noted
    return connection


async def by_sqlalchemy(path):
    """The visits of one statement, and the processor time of one of many, in seconds."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", connect_args={"async_creator_fn": connected})
    async with engine.connect() as connection:
        await connection.execute(text(STATEMENT))
        visits.clear()
        assert (await connection.execute(text(STATEMENT))).all() == [("waiting",)]
        for_one = list(visits)
        begun = time.process_time()
        for _ in range(TIMES):
            (await connection.execute(text(STATEMENT))).all()
        took = time.process_time() - begun
    await engine.dispose()
    return for_one, took / TIMES


def by_sqlite(path):
    """The processor time of one of many without either, in seconds."""
    connection = sqlite3.connect(path)
    begun = time.process_time()
    for _ in range(TIMES):
        connection.execute(STATEMENT).fetchall()
    return (time.process_time() - begun) / TIMES


path = sys.argv[1]
with sqlite3.connect(path) as prepared:
    prepared.execute("CREATE TABLE approvals (id INTEGER PRIMARY KEY, status TEXT)")
    prepared.execute("INSERT INTO approvals VALUES (1, 'waiting')")
for_one, slow = asyncio.run(by_sqlalchemy(path))
fast = by_sqlite(path)
print(f"SQLAlchemy {version('sqlalchemy')}, aiosqlite {version('aiosqlite')}, SQLite {sqlite3.sqlite_version}")
print(f"for one SELECT the thread is visited {len(for_one)} times: {', '.join(for_one)}")
print(f"processor time of one SELECT: {slow * 1e6:.0f} microseconds, by sqlite3 alone {fast * 1e6:.0f}")
still = for_one == ["cursor", "execute", "fetchall", "close"] and slow > 10 * fast
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
