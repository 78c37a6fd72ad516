"""Where the durable engine keeps its records: in the store's database."""

from dataclasses import dataclass

import sqlalchemy as sa

from store.address import is_sqlite, schema_of, sync_url
from store.engine import create_durable_engine


@dataclass(frozen=True, slots=True)
class EnginePlace:
    """An SQLite file, or PostgreSQL over connections that we make."""

    url: str | None
    engine: sa.Engine | None
    schema: str

    @classmethod
    def of(cls, database_url: str) -> "EnginePlace":
        """In the store's database. Raises UnusableDatabase."""
        url = sync_url(database_url)
        if is_sqlite(url):
            return cls(url.render_as_string(hide_password=False), None, engine_schema(database_url))
        return cls(None, create_durable_engine(database_url), engine_schema(database_url))


def engine_schema(database_url: str) -> str:
    """The schema of the engine's tables on PostgreSQL: that of ours if one is named, otherwise its own."""
    return schema_of(sync_url(database_url)) or "dbos"
