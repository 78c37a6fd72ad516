"""Migrates the tables, and tells whether they are current. Uses Alembic without its ini file."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from store.address import UnusableDatabase, schema_of, sync_url
from store.columns import TABLE_PREFIX
from store.engine import create_sync_engine, reading
from store.failures import translated
from store.tables import RequestRow

VERSION_TABLE = f"{TABLE_PREFIX}alembic_version"

MIGRATING = 7_166_003
"""The PostgreSQL advisory lock that a migration takes."""


class Tables(StrEnum):
    """The tables in a database, compared with those of this program."""

    OLDER = "older"
    """Or there are none."""
    CURRENT = "current"
    NEWER = "newer"
    """A later release has migrated them. It may only add to them, so this one can go on meanwhile."""


class OlderTables(StoreUnavailable):
    """The database has no or older tables: run `python -m bot migrate`."""


class NewerTables(StoreUnavailable):
    """The tables are newer than this version of the bot: use the version that migrated them, or a later one."""


def upgrade(database_url: str) -> None:
    """Migrate the tables to the newest revision, in one transaction; does nothing if they are current.

    Two processes may do it at once: one waits for the other. Raises NewerTables, StoreUnavailable, UnusableDatabase.
    """
    engine = create_sync_engine(database_url)
    with translated(), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATING)))
            _make_schema(connection, schema_of(sync_url(database_url)))
        if tables_at(connection) is Tables.NEWER:
            raise NewerTables
        command.upgrade(alembic_config(connection), "head")


async def tables_in(engine: AsyncEngine) -> Tables:
    """Whether the tables are those of this program. Raises StoreUnavailable."""
    with translated():
        async with reading(engine).connect() as connection:
            return await connection.run_sync(tables_at)


def tables_at(connection: sa.Connection) -> Tables:
    """The same over a connection."""
    found = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    script = ScriptDirectory.from_config(alembic_config())
    if found == script.get_current_head():
        return Tables.CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return Tables.OLDER if found is None or found in known else Tables.NEWER


def check_current(tables: Tables) -> None:
    """Raises OlderTables, NewerTables."""
    if tables is Tables.OLDER:
        raise OlderTables
    if tables is Tables.NEWER:
        raise NewerTables


def _make_schema(connection: sa.Connection, schema: str | None) -> None:
    """Make the schema of our tables, if it is named and not there. Raises UnusableDatabase if the role may not."""
    if schema is None or connection.scalar(sa.select(sa.func.to_regnamespace(schema))) is not None:
        return
    try:
        connection.execute(sa.schema.CreateSchema(schema))
    except sa.exc.ProgrammingError as refused:
        raise UnusableDatabase(
            f"There is no schema {schema}, and the role in DATABASE_URL may not make one: as the owner of the database "
            f"run CREATE SCHEMA {schema} AUTHORIZATION, with the role's name."
        ) from refused


def alembic_config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration for commands on `connection`; without a connection, only to read the migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def configuration() -> dict[str, Any]:
    """How Alembic compares and changes our tables. The engine's tables are left alone."""
    return {
        "target_metadata": RequestRow.metadata,
        "version_table": VERSION_TABLE,
        "render_as_batch": True,
        "include_name": _is_ours,
    }


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or (name is not None and name.startswith(TABLE_PREFIX))
