"""INSERT … ON CONFLICT: both databases have it, and SQLAlchemy has one class for each."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import Row, table_of

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = postgresql.Insert | sqlite.Insert


def is_postgresql(where: AsyncSession | AsyncConnection) -> bool:
    """Whether the database is PostgreSQL (otherwise SQLite)."""
    bind = where if isinstance(where, AsyncConnection) else where.get_bind()
    return bind.dialect.name == "postgresql"


def insert(where: AsyncSession | AsyncConnection, row: type[Row]) -> "Insert":
    """An INSERT with an ON CONFLICT clause to fill in."""
    return _insert("postgresql" if is_postgresql(where) else "sqlite")(table_of(row))


def for_each(make: "Callable[[Any], ReturningInsert[Any] | Insert]") -> Callable[[str], Any]:
    """Gives the statement of a database, by its name: `make` is given an INSERT with an ON CONFLICT clause to fill in.
    A statement that is made once costs less each time it is used."""
    return cache(lambda name: make(_insert(name)))


@cache
def lock_until_the_end(number: int) -> sa.Select[Any]:
    """Waits for an advisory lock of PostgreSQL and keeps it until the transaction ends. Made once for each number."""
    return sa.select(sa.func.pg_advisory_xact_lock(number))


async def wrote(where: AsyncSession | AsyncConnection, statement: ReturningInsert[Any]) -> bool:
    """Whether an INSERT … RETURNING wrote a row; False on a conflict. (An INSERT has no row count.)"""
    connection = where if isinstance(where, AsyncConnection) else await where.connection()
    return (await connection.execute(statement)).first() is not None


def _insert(name: str) -> "Callable[[Any], Insert]":
    """The INSERT of one database. The other's is not loaded: that of PostgreSQL takes 2 MB."""
    if name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - as said

        return postgresql.insert
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415 - as said

    return sqlite.insert
