"""INSERT … ON CONFLICT: both databases have it, and SQLAlchemy has one class for each."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import Row

Insert = postgresql.Insert | sqlite.Insert


def is_postgresql(session: AsyncSession) -> bool:
    """Whether the session's database is PostgreSQL (otherwise SQLite)."""
    return session.get_bind().dialect.name == "postgresql"


def insert(session: AsyncSession, table: type[Row]) -> Insert:
    """An INSERT with an ON CONFLICT clause to fill in."""
    return postgresql.insert(table) if is_postgresql(session) else sqlite.insert(table)


async def wrote(session: AsyncSession, statement: ReturningInsert[Any]) -> bool:
    """Whether an INSERT … RETURNING wrote a row; False on a conflict. (An INSERT has no row count.)"""
    return (await session.exec(statement)).first() is not None
