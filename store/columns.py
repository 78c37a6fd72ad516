"""Shared by all tables: our own MetaData with named constraints, and column types for both databases."""

from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

TABLE_PREFIX = "bot_"
"""Tells our tables from any others in the same database."""

VERSION_TABLE = f"{TABLE_PREFIX}alembic_version"
"""Has the revision of the tables."""

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Without names, a constraint cannot be changed later on SQLite."""


class Row(SQLModel, registry=registry(metadata=sa.MetaData(naming_convention=NAMING_CONVENTION))):
    """A row of one of our tables. It does not validate: the core's values are valid already."""


def table_of(row: type[Row]) -> sa.Table:
    """The table behind a class of rows. To read rows from it, or to change them there, costs half as much as through
    the class: no object is made that anyone would change."""
    return cast(sa.Table, sa.inspect(row).local_table)


class Newer(str):
    """A value that is no member of its enum: a later release wrote it."""

    __slots__ = ()


class EnumText(sa.types.TypeDecorator[Any]):
    """An enum's values as text. A value that this release does not know is read as `Newer`, and spoils no list."""

    impl = sa.String
    cache_ok = True

    def __init__(self, kind: type[StrEnum], length: int) -> None:
        super().__init__(length)
        self.kind = kind

    def process_bind_param(self, value: Any, _dialect: object) -> str | None:  # noqa: ANN401 - a member, or its value
        """The value. Lines about the audit itself have kinds that are no member."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _dialect: object) -> StrEnum | Newer | None:
        """A member, or `Newer`."""
        if value is None:
            return None
        try:
            return self.kind(value)
        except ValueError:
            return Newer(value)


def enum_column(kind: type[StrEnum]) -> EnumText:
    """A column that holds an enum's values as text, so that a new member needs no migration."""
    return EnumText(kind, 20)


def json_column() -> sa.JSON:
    """A column for JSON; None is NULL. Assign a new value to change it: SQLAlchemy does not look inside."""
    return sa.JSON(none_as_null=True)


def ordered_text_column() -> sa.String:
    """Text that every database compares and sorts by code point, in any locale."""
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def counting_column() -> sa.BigInteger:
    """A primary key that the database counts up. SQLite counts only in a column of type INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
