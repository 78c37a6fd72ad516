"""The time in fractions of a second, for a SQLite older than 3.42.

The durable engine asks for it with `unixepoch('subsec')`. Such a SQLite answers NULL, and the engine cannot start. From
Python 3.12 on the engine asks; tables that it made there ask on Python 3.11 too, because their default values do.
"""

import sqlite3
import time
from typing import Any

SUBSEC_SINCE = (3, 42)
"""The first version of SQLite that knows 'subsec'."""


class TimedConnection(sqlite3.Connection):
    """A connection that has the function, for an engine that we do not make ourselves."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - those of sqlite3.connect
        super().__init__(*arguments, **options)
        give_time(self)


def give_time(connection: Any) -> None:  # noqa: ANN401 - the driver's own, of either driver
    """Give a connection the function if its SQLite lacks it."""
    if sqlite3.sqlite_version_info < SUBSEC_SINCE:
        connection.create_function("unixepoch", 1, _unixepoch)


def _unixepoch(modifier: str) -> float | None:
    """Seconds since 1970 for 'subsec', the only argument that the engine gives; NULL for any other."""
    return time.time() if modifier == "subsec" else None
