"""Shared by all tables: our own MetaData with named constraints, and column types for both databases."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

TABLE_PREFIX = "bot_"
"""Tells our tables from those of the durable engine in the same database."""

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


def enum_column(kind: type[StrEnum]) -> sa.Enum:
    """A column that holds an enum's values as text, so that a new member needs no migration."""
    return sa.Enum(kind, native_enum=False, length=20, values_callable=lambda members: [each.value for each in members])


def json_column() -> sa.JSON:
    """A column for JSON; None is NULL. Assign a new value to change it: SQLAlchemy does not look inside."""
    return sa.JSON(none_as_null=True)


def ordered_text_column() -> sa.String:
    """Text that every database compares and sorts by code point, in any locale."""
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def counting_column() -> sa.BigInteger:
    """A primary key that the database counts up. SQLite counts only in a column of type INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
