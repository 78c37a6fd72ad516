"""In a schema among others: all tables are in the one that DATABASE_SCHEMA names."""

from pathlib import Path

import psycopg
import pytest

from tests.databases import Postgres
from tests.office import Office, label_of
from tests.pooler import pooled
from tests.processes import MADE, ended, environment, replica

pytestmark = pytest.mark.anyio

SCHEMAS = """
    SELECT DISTINCT table_schema FROM information_schema.tables
    WHERE table_schema <> 'information_schema' AND table_schema NOT LIKE 'pg_%'
"""


async def test_everything_is_in_the_schema_and_the_bot_works(
    own_office: Office, empty_postgres_url: str, tmp_path: Path
) -> None:
    office = own_office
    settings = environment(office, empty_postgres_url, DATABASE_SCHEMA="reissue")
    assert await ended(settings, tmp_path / "first.log", "migrate") == (0, MADE)
    assert (await ended(settings, tmp_path / "again.log", "migrate"))[1].startswith("The tables are up to date")
    async with replica(office, empty_postgres_url, tmp_path / "web.log", DATABASE_SCHEMA="reissue") as bot:
        card = await office.nina.requests("ada")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))
        assert "Traceback" not in bot.log
    with psycopg.connect(empty_postgres_url) as connection:
        assert connection.execute(SCHEMAS).fetchall() == [("reissue",)]


async def test_a_pooler_in_session_mode_lets_the_schema_through(
    own_office: Office, postgres: Postgres, empty_postgres_url: str, tmp_path: Path
) -> None:
    with pooled(postgres, empty_postgres_url, "session") as url:
        settings = environment(own_office, url, DATABASE_SCHEMA="reissue")
        assert await ended(settings, tmp_path / "migrate.log", "migrate") == (0, MADE)
    with psycopg.connect(empty_postgres_url) as connection:
        assert connection.execute(SCHEMAS).fetchall() == [("reissue",)]


@pytest.mark.parametrize(
    ("schema", "url", "says"),
    [
        ("re-issue", "postgres://bot@db/hr", "DATABASE_SCHEMA cannot be used"),
        ("reissue", "sqlite:///reissue.db", "DATABASE_SCHEMA is for PostgreSQL"),
    ],
)
async def test_a_schema_that_cannot_be_is_refused_in_a_sentence(
    own_office: Office, tmp_path: Path, schema: str, url: str, says: str
) -> None:
    code, said = await ended(environment(own_office, url, DATABASE_SCHEMA=schema), tmp_path / "web.log")
    assert (code, "Traceback" in said) == (2, False)
    assert says in said
