"""How many bytes the tables take."""

import sqlite3
from contextlib import closing

import psycopg
from sqlalchemy.engine import make_url

PREFIX = "bot_"


def bytes_of(database_url: str) -> int:
    """What our tables take now with their indexes, once what was deleted has been cleared away."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _of_sqlite(url.database or "")
    return _of_postgresql(url.set(drivername="postgresql").render_as_string(hide_password=False))


def _of_sqlite(path: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        pages = _one(connection, "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count")
        return pages * _one(connection, "PRAGMA page_size")


def _one(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _of_postgresql(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        tables = connection.execute("SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables").fetchall()
    return sum(size for name, size in tables if name.startswith(PREFIX))
