"""Migrations: run again or twice at once they change nothing more, and other people's tables are left alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from approvals.errors import StoreUnavailable
from store import migrate
from store.engine import create_engine, create_sync_engine
from store.migrations import running

pytestmark = pytest.mark.anyio


async def test_migrations_are_pending_until_they_have_run_and_may_run_again(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    assert await migrate.tables_in(engine) is migrate.Tables.OLDER
    for _ in range(2):
        migrate.upgrade(empty_database_url)
        assert await migrate.tables_in(engine) is migrate.Tables.CURRENT
    await engine.dispose()


def test_the_known_revisions_are_alembics() -> None:
    script = ScriptDirectory.from_config(running.alembic_config())
    assert migrate.revisions() == [each.revision for each in script.walk_revisions()][::-1]


def test_several_migrations_at_once_all_succeed(empty_database_url: str) -> None:
    with ThreadPoolExecutor(max_workers=4) as at_once:
        assert list(at_once.map(migrate.upgrade, [empty_database_url] * 4)) == [None] * 4


def test_tables_and_migrations_agree_and_foreign_tables_are_ignored(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    engine = create_sync_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE workflow_status (id INTEGER PRIMARY KEY)"))
        connection.execute(sa.text("INSERT INTO workflow_status VALUES (1)"))
    with engine.begin() as connection:
        command.check(running.alembic_config(connection))
    migrate.upgrade(empty_database_url)
    with engine.begin() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM workflow_status")) == 1
        names = sa.inspect(connection).get_table_names()
    assert [name for name in names if not name.startswith("bot_")] == ["workflow_status"]


def test_there_is_no_way_back_from_the_audit(sqlite_url: str) -> None:
    with create_sync_engine(sqlite_url).begin() as connection, pytest.raises(NotImplementedError):
        command.downgrade(running.alembic_config(connection), "base")


async def test_a_database_that_is_gone_is_unavailable_to_migrations() -> None:
    url = "postgresql://u:p@127.0.0.1:1/bot"
    with pytest.raises(StoreUnavailable):
        migrate.upgrade(url)
    with pytest.raises(StoreUnavailable):
        await migrate.tables_in(create_engine(url))


async def test_tables_that_are_newer_are_known_from_older_ones_and_left_alone(database_url: str) -> None:
    engine = create_engine(database_url)
    for revision, tables in (("0001", migrate.Tables.OLDER), ("9999", migrate.Tables.NEWER)):
        async with engine.begin() as connection:
            await connection.execute(sa.text(f"UPDATE bot_alembic_version SET version_num = '{revision}'"))  # noqa: S608
        assert await migrate.tables_in(engine) is tables
    await engine.dispose()
    with pytest.raises(migrate.NewerTables):
        migrate.upgrade(database_url)
