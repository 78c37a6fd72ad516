"""INSERT … ON CONFLICT: both databases have it, and SQLAlchemy has one class for each."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import Row, table_of

Insert = postgresql.Insert | sqlite.Insert


def is_postgresql(where: AsyncSession | AsyncConnection) -> bool:
    """Whether the database is PostgreSQL (otherwise SQLite)."""
    bind = where if isinstance(where, AsyncConnection) else where.get_bind()
    return bind.dialect.name == "postgresql"


def insert(where: AsyncSession | AsyncConnection, row: type[Row]) -> Insert:
    """An INSERT with an ON CONFLICT clause to fill in."""
    table = table_of(row)
    return postgresql.insert(table) if is_postgresql(where) else sqlite.insert(table)


def for_each(make: Callable[[Any], ReturningInsert[Any] | Insert]) -> Mapping[str, Any]:
    """The statement of each database, by its name: `make` is given an INSERT with an ON CONFLICT clause to fill in. A
    statement that is made once costs less each time it is used."""
    return {each.dialect.name: make(each.insert) for each in (postgresql, sqlite)}


async def wrote(where: AsyncSession | AsyncConnection, statement: ReturningInsert[Any]) -> bool:
    """Whether an INSERT … RETURNING wrote a row; False on a conflict. (An INSERT has no row count.)"""
    connection = where if isinstance(where, AsyncConnection) else await where.connection()
    return (await connection.execute(statement)).first() is not None
