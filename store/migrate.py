"""Migrates the tables, and tells whether they are current.

Only a migration itself needs Alembic, which takes 10 MB (`store/migrations/running.py`).
"""

from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from store.address import UnusableDatabase, schema_of, sync_url
from store.columns import TABLE_PREFIX
from store.engine import create_sync_engine, reading
from store.failures import translated

VERSION_TABLE = f"{TABLE_PREFIX}alembic_version"

VERSIONS = Path(__file__).parent / "migrations" / "versions"
"""The migrations, one file for each revision, whose name begins with it."""

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
        tables = tables_at(connection)
        if tables is Tables.NEWER:
            raise NewerTables
        if tables is Tables.OLDER:
            from store.migrations.running import migrate  # noqa: PLC0415 - only here Alembic is needed

            migrate(connection)


async def tables_in(engine: AsyncEngine) -> Tables:
    """Whether the tables are those of this program. Raises StoreUnavailable."""
    with translated():
        async with reading(engine).connect() as connection:
            return await connection.run_sync(tables_at)


def tables_at(connection: sa.Connection) -> Tables:
    """The same over a connection."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return Tables.OLDER
    version = sa.table(VERSION_TABLE, sa.column("version_num"))
    found, known = connection.scalar(sa.select(version.c.version_num)), revisions()
    if found == known[-1]:
        return Tables.CURRENT
    return Tables.OLDER if found is None or found in known else Tables.NEWER


def revisions() -> list[str]:
    """The revisions that this program knows, oldest first."""
    return sorted(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*.py"))


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
