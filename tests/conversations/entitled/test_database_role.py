"""The database role of docs/database.md: enough to run the bot, and too little to touch the audit."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from approvals.errors import StoreUnavailable
from store.address import UnusableDatabase, in_schema
from store.engine import create_engine
from store.migrate import upgrade
from store.unit_of_work import SqlStore
from tests.office import Office, label_of
from tests.processes import MADE, ended, environment, get, replica
from tests.store.conftest import drive_nothing
from tests.store.values import an_employee

pytestmark = pytest.mark.anyio

PAGE = Path(__file__).parents[3] / "docs/database.md"
ROLE = "reissue_bot"

FORBIDDEN = (
    "UPDATE bot_event SET actor = 'U0OTHER'",
    "DELETE FROM bot_event",
    "TRUNCATE bot_event",
    "ALTER TABLE bot_event DISABLE TRIGGER ALL",
    "DROP TRIGGER bot_event_append_only ON bot_event",
    "CREATE OR REPLACE FUNCTION bot_event_is_append_only() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    "SET session_replication_role = replica",
    "DROP TABLE bot_event",
)


@pytest.fixture
async def role_url(own_office: Office, empty_postgres_url: str, tmp_path: Path) -> AsyncIterator[str]:
    """A database that its owner migrated, for the role, which has been made as the page says."""
    async with _made(own_office, empty_postgres_url, tmp_path) as url:
        yield url


@asynccontextmanager
async def _made(own_office: Office, empty_postgres_url: str, tmp_path: Path) -> AsyncIterator[str]:
    migrated = await ended(environment(own_office, empty_postgres_url), tmp_path / "migrate.log", "migrate")
    assert migrated == (0, MADE)
    statements = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    with _owner(empty_postgres_url) as owner:
        for statement in "".join(statements).split(";"):
            owner.execute(statement.encode())
    yield _as_the_role(empty_postgres_url)
    with _owner(empty_postgres_url) as owner:
        owner.execute(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}".encode())


async def test_a_role_that_owns_nothing_runs_the_bot_and_cannot_touch_the_audit(
    own_office: Office, role_url: str, tmp_path: Path
) -> None:
    office = own_office
    async with replica(office, role_url, tmp_path / "web.log") as bot:
        card = await office.nina.requests("ada")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))
        assert (await get(bot, "/readyz")).json()["ready"] is True
    with psycopg.connect(role_url, autocommit=True) as connection:
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


async def test_the_role_finds_employees_where_functions_are_not_for_everyone(
    own_office: Office, empty_postgres_url: str, tmp_path: Path
) -> None:
    with _owner(empty_postgres_url) as owner:
        owner.execute("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
    async with _made(own_office, empty_postgres_url, tmp_path) as role_url:
        engine = create_engine(role_url)
        store = SqlStore(engine, drive_nothing)
        async with store.writing() as work:
            await work.index.write([an_employee("Ada Lovelace")])
            await work.commit()
        async with store.reading() as work:
            assert [each.name for each in await work.employees.search("lovelace", 10)] == ["Ada Lovelace"]
        await engine.dispose()


async def test_a_role_that_may_not_write_is_told_to_readiness(role_url: str) -> None:
    with psycopg.connect(role_url.replace(ROLE, "postgres"), autocommit=True) as owner:
        owner.execute(f"REVOKE UPDATE ON bot_alembic_version FROM {ROLE}".encode())
    engine = create_engine(role_url)
    with pytest.raises(StoreUnavailable, match="rights of the bot's role"):
        await SqlStore(engine, drive_nothing).check()
    await engine.dispose()


async def test_a_schema_that_the_role_may_not_make_is_told_with_the_statement(role_url: str) -> None:
    with pytest.raises(UnusableDatabase, match="CREATE SCHEMA elsewhere"):
        upgrade(in_schema(role_url, "elsewhere"))


def _owner(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url, autocommit=True)


def _as_the_role(url: str) -> str:
    return make_url(url).set(username=ROLE).render_as_string(hide_password=False)
