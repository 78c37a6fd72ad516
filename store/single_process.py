"""One process per SQLite file: its lock on writers is in the process, and so is the durable engine's recovery."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from approvals.errors import StoreUnavailable
from store.engine import is_sqlite, sync_url


class DatabaseInUse(RuntimeError):
    """Another process uses this SQLite database. Stop it first, or set DATABASE_URL to a PostgreSQL database."""

    def __init__(self, database: Path) -> None:
        super().__init__(f"{type(self).__doc__} ({database})")
        self.database = database


@contextmanager
def database_lock(database_url: str) -> Iterator[None]:
    """Keep every other process away from a SQLite database; on PostgreSQL there is nothing to keep away.

    The lock is the operating system's, on a file beside the database that stays behind: it ends with the process,
    however that ends. Raises DatabaseInUse, UnusableDatabase, and StoreUnavailable where no file can be written.
    """
    url = sync_url(database_url)
    if not is_sqlite(url):
        yield
        return
    database = Path(url.database or "").resolve()
    with _lock_file(database) as lock_file:
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise DatabaseInUse(database) from held
        yield


def _lock_file(database: Path) -> TextIO:
    try:
        return database.with_name(f"{database.name}.lock").open("a")
    except OSError as refused:
        raise StoreUnavailable(f"No file can be written beside {database}: {refused.strerror}.") from refused
