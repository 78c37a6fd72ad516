"""Lets one process use a SQLite file: the writers' lock and going on after a restart work inside one process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from approvals.errors import StoreUnavailable
from store.address import is_sqlite, sync_url

LOCK = ".lock"
"""The ending of the lock file's name."""


class DatabaseInUse(RuntimeError):
    """Another process uses this SQLite database. Stop it first, or set DATABASE_URL to a PostgreSQL database."""

    def __init__(self, database: Path) -> None:
        super().__init__(f"{type(self).__doc__} ({database})")
        self.database = database


def files_of(database_url: str) -> tuple[Path, ...]:
    """The files of a SQLite database, there or not: itself, its write-ahead log, its index of that, and its lock.

    None for PostgreSQL. Raises UnusableDatabase.
    """
    url = sync_url(database_url)
    if not is_sqlite(url):
        return ()
    database = Path(url.database or "").resolve()
    return tuple(database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm", LOCK))


@contextmanager
def database_lock(database_url: str) -> Iterator[None]:
    """Keep every other process away from a SQLite database; on PostgreSQL there is nothing to keep away.

    The lock is the operating system's and ends with the process, even if that is killed. The file `<name>.lock` next to
    the database stays. Raises DatabaseInUse, UnusableDatabase, and StoreUnavailable if the file cannot be written.
    """
    url = sync_url(database_url)
    if not is_sqlite(url):
        yield
        return
    database = Path(url.database or "").resolve()
    with _held(database):
        yield


@contextmanager
def _held(database: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # noqa: PLC0415 - with PostgreSQL it is not needed

    lock = FileLock(database.with_name(f"{database.name}{LOCK}"), blocking=False, fallback_to_soft=False)
    try:
        _check_directory(database)
        lock.acquire()
    except Timeout as held:
        raise DatabaseInUse(database) from held
    except OSError as refused:
        raise StoreUnavailable(f"No file can be written beside {database}: {refused.strerror}.") from refused
    try:
        yield
    finally:
        lock.release()


def _check_directory(database: Path) -> None:
    """Raises FileNotFoundError. The library would make the directory; a wrong path must not go unnoticed."""
    database.parent.stat()
