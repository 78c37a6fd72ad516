"""Every connection to SQLite knows the time in fractions of a second, whatever the version of SQLite."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from store.engine import create_engine, create_sync_engine
from store.sqlite_time import TimedConnection

NOW = "SELECT unixepoch('subsec')"


def is_now(told: object) -> bool:
    """Whether it is the time of this machine, and not a whole second that lies before it."""
    return isinstance(told, float) and abs(time.time() - told) < 60


def test_a_connection_for_the_engine_knows_the_time() -> None:
    with closing(sqlite3.connect(":memory:", factory=TimedConnection)) as connection:
        assert is_now(connection.execute(NOW).fetchone()[0])


def test_a_table_may_have_the_time_as_its_default(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "engine.db", factory=TimedConnection)) as connection:
        connection.execute("CREATE TABLE seen (id INTEGER, at REAL NOT NULL DEFAULT (unixepoch('subsec')))")
        connection.execute("INSERT INTO seen (id) VALUES (1)")
        assert is_now(connection.execute("SELECT at FROM seen").fetchone()[0])


def test_our_connection_for_migrations_knows_the_time(tmp_path: Path) -> None:
    with create_sync_engine(f"sqlite:///{tmp_path / 'ours.db'}").connect() as connection:
        assert is_now(connection.execute(sa.text(NOW)).scalar_one())


@pytest.mark.anyio
async def test_our_connection_in_which_drivers_are_enqueued_knows_the_time(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'ours.db'}")
    async with engine.connect() as connection:
        assert is_now((await connection.execute(sa.text(NOW))).scalar_one())
    await engine.dispose()
