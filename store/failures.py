"""Turns the errors of an unreachable or unusable database into the core's StoreUnavailable."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

import sqlalchemy as sa

from approvals.errors import StoreUnavailable

NO_DATABASE = (
    "The file of the database is no SQLite database, or is damaged: set DATABASE_URL to another file, or put a backup "
    "in its place."
)

TAKES_NO_WRITES = "The database takes no writes: it is a standby, or set to be read only."

DISK_FULL = "The disk with the database is full."

BY_STATE: Mapping[str, str] = {"25006": TAKES_NO_WRITES, "53100": DISK_FULL}
"""What an operator can repair, by PostgreSQL's SQLSTATE (its manual, Appendix A)."""


@contextmanager
def translated() -> Iterator[None]:
    """Raises StoreUnavailable for a database that did not answer, was locked for too long, broke the connection, or
    takes no writes, and for a file that cannot be used.

    Other errors of SQLAlchemy (a constraint, a wrong statement) are mistakes of ours and pass unchanged.
    """
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as gone:
        raise StoreUnavailable(_sentence(gone)) from gone
    except sa.exc.DBAPIError as error:
        sentence = _sentence(error)
        if sentence is None and not error.connection_invalidated:
            raise
        raise StoreUnavailable(sentence) from error


def _sentence(error: sa.exc.SQLAlchemyError) -> str | None:
    """The sentence about a database that answers and cannot be used; None for any other trouble."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else None
    if (state := getattr(cause, "sqlstate", None)) is not None:
        return BY_STATE.get(state)
    code = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else _sentences().get(code & 0xFF)


@cache
def _sentences() -> Mapping[int, str]:
    """What an operator can repair, by SQLite's code (https://sqlite.org/rescode.html)."""
    import sqlite3  # noqa: PLC0415 - with PostgreSQL it is not needed

    return {
        sqlite3.SQLITE_CANTOPEN: "The file of the database cannot be opened: set DATABASE_URL to a file in a folder "
        "where the bot may write.",
        sqlite3.SQLITE_READONLY: "The file of the database cannot be written: check its mode and its owner.",
        sqlite3.SQLITE_FULL: DISK_FULL,
        sqlite3.SQLITE_IOERR: "The file of the database cannot be read or written: check whether the disk is full or "
        "damaged.",
        sqlite3.SQLITE_NOTADB: NO_DATABASE,
        sqlite3.SQLITE_CORRUPT: NO_DATABASE,
    }
