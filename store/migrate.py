"""Migrates the tables, and tells whether they are current. Uses Alembic without its ini file."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncEngine

from store.columns import TABLE_PREFIX
from store.engine import create_sync_engine, reading
from store.failures import translated
from store.tables import RequestRow

VERSION_TABLE = f"{TABLE_PREFIX}alembic_version"

MIGRATING = 7_166_003
"""The PostgreSQL advisory lock that a migration takes."""


def upgrade(database_url: str) -> None:
    """Migrate the tables to the newest revision, in one transaction; does nothing if they are current.

    Two processes may do it at once: one waits for the other. Raises StoreUnavailable, UnusableDatabase.
    """
    engine = create_sync_engine(database_url)
    with translated(), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATING)))
        command.upgrade(alembic_config(connection), "head")


async def pending(engine: AsyncEngine) -> bool:
    """Whether migrations are missing (or the tables are newer than this program). Raises StoreUnavailable."""
    with translated():
        async with reading(engine).connect() as connection:
            return not await connection.run_sync(is_current)


def is_current(connection: sa.Connection) -> bool:
    """Whether the tables are those of this version of the program."""
    current = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    return current == ScriptDirectory.from_config(alembic_config()).get_current_head()


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
