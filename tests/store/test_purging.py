"""Purging: what was deleted is in none of SQLite's files any more, and no one waits long for it."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from approvals.errors import StoreUnavailable
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.raw_bytes import left_in_files
from tests.store.conftest import add, drive_nothing
from tests.store.values import a_request

pytestmark = pytest.mark.anyio

NAME = "O'Brien"


@pytest.fixture
def database(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
async def careless(sqlite_url: str) -> AsyncIterator[SqlStore]:
    """A store on an SQLite that leaves deleted text where it was, as builds other than Debian's do."""
    engine = create_engine(sqlite_url)
    sa.event.listen(engine.sync_engine, "connect", _leave_it, insert=True)
    yield SqlStore(engine, drive_nothing)
    await engine.dispose()


def _leave_it(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA secure_delete = OFF")
    cursor.close()


async def delete_everything(store: SqlStore) -> None:
    """Delete every request."""
    async with store.writing() as work:
        await work.connection.execute(sa.text("DELETE FROM bot_request"))  # type: ignore[attr-defined]
        await work.commit()


async def test_what_was_deleted_is_in_no_file_any_more(careless: SqlStore, database: Path) -> None:
    await add(careless, a_request())
    assert left_in_files(database, [NAME]) == [NAME]
    await delete_everything(careless)
    assert left_in_files(database, [NAME]) == [NAME]
    assert await careless.purge()
    assert left_in_files(database, [NAME]) == []


async def test_while_someone_reads_older_pages_it_says_that_it_must_be_tried_again(
    careless: SqlStore, database: Path
) -> None:
    await add(careless, a_request())
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM bot_request").fetchone()
        await delete_everything(careless)
        assert not await careless.purge()
        assert left_in_files(database, [NAME]) == [NAME]
        assert (await add(careless, a_request())).number == 1
        await delete_everything(careless)
    assert await careless.purge()
    assert left_in_files(database, [NAME]) == []


async def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        await SqlStore(create_engine(f"sqlite:///{tmp_path}/nowhere/reissue.db"), drive_nothing).purge()


async def test_on_postgresql_there_is_nothing_to_do(postgres_url: str) -> None:
    assert await SqlStore(create_engine(postgres_url), drive_nothing).purge()
