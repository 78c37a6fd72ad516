"""Runs the migrations with Alembic, without its ini file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationInfo

from store.columns import TABLE_PREFIX, VERSION_TABLE
from store.tables import WHERE, RequestRow

PARTS = "ix_bot_employee_parts"
"""The index of parts of names, which only PostgreSQL has."""


def migrate(connection: sa.Connection, told: Callable[[str], None]) -> None:
    """Migrate the tables to the newest revision, in the transaction of the connection; `told` hears each revision."""

    def hear(*, step: MigrationInfo, **_more: object) -> None:
        told(str(step.up_revision_id))

    command.upgrade(alembic_config(connection, hear), "head")


def alembic_config(connection: sa.Connection | None = None, told: Callable[..., None] | None = None) -> Config:
    """Alembic's configuration for commands on `connection`; without a connection, only to read the migrations.

    `told` is Alembic's `on_version_apply`.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"], config.attributes["told"] = connection, told
    return config


def configuration() -> dict[str, Any]:
    """How Alembic compares and changes our tables. The engine's tables are left alone."""
    return {
        "target_metadata": _with_conditions(RequestRow.metadata),
        "version_table": VERSION_TABLE,
        "render_as_batch": True,
        "include_name": _is_ours,
    }


def _with_conditions(tables: sa.MetaData) -> sa.MetaData:
    """Our tables, with the conditions of their indexes as Alembic reads them."""
    for index in (index for table in tables.tables.values() for index in table.indexes if WHERE in index.info):
        for database in ("sqlite", "postgresql"):
            index.dialect_kwargs[f"{database}_where"] = index.info[WHERE]
    return tables


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Models do not know the index of a function."""
    return name != PARTS if kind == "index" else kind != "table" or (name is not None and name.startswith(TABLE_PREFIX))
