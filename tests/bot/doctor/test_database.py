"""The database under examination: reached, writable, migrated; and never changed by it."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.doctor.database import ANOTHER_FILE, MIGRATE, NEWER, REACH, WRITES, examine_database
from bot.doctor.finding import Check, Finding, State
from store.engine import create_engine
from store.single_process import database_lock
from tests.processes import free_port

pytestmark = pytest.mark.anyio


def states(findings: tuple[Finding, ...]) -> dict[Check, State]:
    return {finding.check: finding.state for finding in findings}


UNUSABLE = {Check.DATABASE: State.FAILED, Check.MIGRATIONS: State.NOT_CHECKED}
BEHIND = {Check.DATABASE: State.OK, Check.MIGRATIONS: State.FAILED}
WELL = {Check.DATABASE: State.OK, Check.MIGRATIONS: State.OK}


async def test_a_database_without_tables_wants_migrate(empty_database_url: str) -> None:
    findings = await examine_database(empty_database_url)
    assert (states(findings), findings[1].remedy) == (BEHIND, MIGRATE)


@pytest.mark.parametrize(
    ("revision", "expected", "remedy"), [("0001", State.FAILED, MIGRATE), ("9999", State.WARNING, NEWER)]
)
async def test_tables_of_another_version_are_told(
    database_url: str, revision: str, expected: State, remedy: str
) -> None:
    engine = create_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(sa.text(f"UPDATE bot_alembic_version SET version_num = '{revision}'"))  # noqa: S608
    await engine.dispose()
    findings = await examine_database(database_url)
    assert (states(findings), findings[1].remedy) == (WELL | {Check.MIGRATIONS: expected}, remedy)


async def test_an_sqlite_file_that_a_running_bot_holds_can_be_examined(sqlite_url: str) -> None:
    with database_lock(sqlite_url):
        assert states(await examine_database(sqlite_url)) == WELL


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/proc/reissue.db", "No such file or directory"),
        ("missing/reissue.db", "No such file"),
        (".", "Is a directory"),
    ],
)
async def test_an_sqlite_file_that_cannot_be_written_is_told_with_the_reason(
    tmp_path: Path, path: str, says: str
) -> None:
    findings = await examine_database(f"sqlite:///{tmp_path / path}")
    assert (states(findings), findings[0].remedy) == (UNUSABLE, ANOTHER_FILE)
    assert says in findings[0].says


async def test_a_file_that_is_not_a_database_is_reported(tmp_path: Path) -> None:
    (tmp_path / "reissue.db").write_text("a letter to a friend, long enough to be looked at" * 30)
    findings = await examine_database(f"sqlite:///{tmp_path / 'reissue.db'}")
    assert states(findings) == UNUSABLE
    assert "file is not a database" in findings[0].says


async def test_a_server_that_does_not_listen_is_told_without_the_password() -> None:
    findings = await examine_database(f"postgres://bot:s3cretword@127.0.0.1:{free_port()}/hr")
    assert (states(findings), findings[0].remedy) == (UNUSABLE, REACH)
    assert "Connection refused" in findings[0].says
    assert "s3cretword" not in findings[0].says


async def test_a_database_that_the_server_does_not_have_is_told(postgres_url: str) -> None:
    wrong = sa.engine.make_url(postgres_url).set(database="elsewhere").render_as_string(hide_password=False)
    findings = await examine_database(wrong)
    assert states(findings) == UNUSABLE
    assert '"elsewhere" does not exist' in findings[0].says


async def test_a_database_that_takes_no_writes_is_told_with_another_remedy(postgres_url: str) -> None:
    read_only = sa.engine.make_url(postgres_url).update_query_dict({"options": "-c default_transaction_read_only=on"})
    findings = await examine_database(read_only.render_as_string(hide_password=False))
    assert (states(findings), findings[0].remedy) == (UNUSABLE, WRITES)
    assert "takes no writes" in findings[0].says


@pytest.mark.parametrize("url", ["sqlite://", "postgres://host:port/hr", "sqlite:///:memory:"])
async def test_an_unusable_address_is_reported(url: str) -> None:
    findings = await examine_database(url)
    assert states(findings) == UNUSABLE
    assert findings[0].says == "DATABASE_URL is not the address of a database"
