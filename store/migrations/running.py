"""Runs the migrations with Alembic, without its ini file."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from store.columns import TABLE_PREFIX
from store.migrate import VERSION_TABLE
from store.tables import RequestRow


def migrate(connection: sa.Connection) -> None:
    """Migrate the tables to the newest revision, in the transaction of the connection."""
    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration for commands on `connection`; without a connection, only to read the migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
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
