"""Turns the errors of an unreachable database into the core's StoreUnavailable."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from approvals.errors import StoreUnavailable


@contextmanager
def translated() -> Iterator[None]:
    """Raises StoreUnavailable for a database that did not answer, was locked for too long, or broke the connection.

    Other errors of SQLAlchemy (a constraint, a wrong statement) are mistakes of ours and pass unchanged.
    """
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as gone:
        raise StoreUnavailable from gone
    except sa.exc.DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise StoreUnavailable from error
