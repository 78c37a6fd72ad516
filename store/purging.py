"""Takes what was removed from the tables out of SQLite's files too.

With `secure_delete` SQLite writes zeros over what is deleted. But it writes them into its write-ahead log first, behind
older pages that still hold the text. Only a checkpoint that truncates the log leaves neither.
"""

from contextlib import closing

from sqlalchemy.engine import URL

from approvals.errors import StoreUnavailable

LONGEST_WAIT = 0.2
"""Seconds to wait for readers and for another writer. Until then, other writers wait too."""


def purge_sqlite(url: URL) -> bool:
    """Move the whole log into the file and empty it; False if someone reads older pages, or writes.

    On a connection of its own: on those of the pool each statement is in a transaction. Raises StoreUnavailable.
    """
    import sqlite3  # noqa: PLC0415 - with PostgreSQL it is not needed

    try:
        connection = sqlite3.connect(url.database or "", timeout=LONGEST_WAIT, isolation_level=None)
        with closing(connection):
            is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as gone:
        raise StoreUnavailable from gone
    return not is_busy
