"""The edge at which what a database does when it is gone becomes the core's StoreUnavailable."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from approvals.errors import StoreUnavailable


@contextmanager
def translated() -> Iterator[None]:
    """Raises StoreUnavailable for a database that did not answer, was locked for too long, or broke the connection.

    Other errors of SQLAlchemy (a constraint, a statement that is wrong) are mistakes and stay what they are.
    """
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as gone:
        raise StoreUnavailable from gone
    except sa.exc.DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise StoreUnavailable from error
