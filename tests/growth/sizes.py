"""How many bytes the tables take: ours, and those of the durable engine."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

import psycopg
from sqlalchemy.engine import make_url

ENGINE_SCHEMA = "dbos"
PREFIX = "bot_"


@dataclass(frozen=True)
class Sizes:
    """Bytes of our tables with their indexes, and of the engine's; `records` are the engine's rows."""

    ours: int
    engine: int
    records: int


def sizes_of(database_url: str) -> Sizes:
    """What a database takes now, once what was deleted has been cleared away."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _of_sqlite(url.database or "")
    return _of_postgresql(url.set(drivername="postgresql").render_as_string(hide_password=False))


def _of_sqlite(path: str) -> Sizes:
    """SQLite says how large the file is without its free pages, and not which table a page belongs to (that needs an
    extension): so the engine's part is what its rows hold, and ours the rest."""
    with closing(sqlite3.connect(path)) as connection:
        pages = _one(connection, "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count")
        used = pages * _one(connection, "PRAGMA page_size")
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for name in names if not name.startswith((PREFIX, "sqlite_")) for row in _rows(connection, name)]
    held = sum(len(str(value)) for row in rows for value in row)
    return Sizes(ours=used - held, engine=held, records=len(rows))


def _one(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - a name the database gave


def _of_postgresql(url: str) -> Sizes:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        tables = connection.execute(
            "SELECT schemaname, relname, pg_total_relation_size(relid), n_live_tup FROM pg_stat_user_tables"
        ).fetchall()
    engine = [(size, rows) for schema, _, size, rows in tables if schema == ENGINE_SCHEMA]
    return Sizes(
        ours=sum(size for _, name, size, _ in tables if name.startswith(PREFIX)),
        engine=sum(size for size, _ in engine),
        records=sum(rows for _, rows in engine),
    )
