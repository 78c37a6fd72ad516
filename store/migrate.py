"""Migrates the tables, and tells whether they are current.

Only a migration itself needs Alembic, which takes 10 MB (`store/migrations/running.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from store.address import UnusableDatabase, schema_of, sync_url
from store.columns import VERSION_TABLE
from store.dialects import lock_until_the_end
from store.engine import create_sync_engine, reading
from store.failures import translated

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


@dataclass(frozen=True, slots=True)
class Pending:
    """The revisions that a database does not have yet, oldest first. `before` is the one it has; None for no tables."""

    before: str | None
    revisions: Sequence[str]


Told = Callable[[str], None]
"""Told of each revision that was reached. It counts once all are."""


def pending_in(database_url: str) -> Pending:
    """What `upgrade` will do. Raises NewerTables, StoreUnavailable, UnusableDatabase."""
    with translated(), create_sync_engine(database_url).connect() as connection:
        found = _revision_at(connection)
        if _tables_at(found) is Tables.NEWER:
            raise NewerTables
        known = revisions()
        return Pending(found, known if found is None else known[known.index(found) + 1 :])


def upgrade(database_url: str, told: Told = lambda _revision: None) -> None:
    """Migrate the tables to the newest revision, in one transaction; does nothing if they are current.

    Two processes may do it at once: one waits for the other. Raises NewerTables, StoreUnavailable, UnusableDatabase.
    """
    engine = create_sync_engine(database_url)
    with translated(), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(lock_until_the_end(MIGRATING))
            _make_schema(connection, schema_of(sync_url(database_url)))
        tables = tables_at(connection)
        if tables is Tables.NEWER:
            raise NewerTables
        if tables is Tables.OLDER:
            from store.migrations.running import migrate  # noqa: PLC0415 - only here Alembic is needed

            migrate(connection, told)


async def tables_in(engine: AsyncEngine) -> Tables:
    """Whether the tables are those of this program. Raises StoreUnavailable."""
    with translated():
        async with reading(engine).connect() as connection:
            return await connection.run_sync(tables_at)


def tables_at(connection: sa.Connection) -> Tables:
    """The same over a connection."""
    return _tables_at(_revision_at(connection))


def _revision_at(connection: sa.Connection) -> str | None:
    """The revision of the tables in a database; None if there are none."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    version = sa.table(VERSION_TABLE, sa.column("version_num"))
    found: str | None = connection.scalar(sa.select(version.c.version_num))
    return found


def _tables_at(found: str | None) -> Tables:
    known = revisions()
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
