"""Whether the disk of the database has room.

PostgreSQL with a full disk still takes changes of rows that fit into their pages, so that not every write shows it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from store.columns import table_of
from store.failures import DISK_FULL
from store.tables import LeaseRow

BYTES = 64 * 1024
"""What a trial writes: more than is free in the pages of a table."""


class Room:
    """Remembers that a write found no room, until a trial finds some. A trial that fails takes no room either."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._is_missing = False

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Notes if what is done inside finds no room."""
        try:
            yield
        except StoreUnavailable as unavailable:
            self._is_missing = self._is_missing or str(unavailable) == DISK_FULL
            raise

    async def check(self) -> None:
        """After a write that found no room, try one: something large, which is rolled back. Errors pass through."""
        if not self._is_missing:
            return
        now = datetime.now(UTC)
        trial = {
            "name": secrets.token_hex(8),
            "holder": "",
            "until": now,
            "due": now,
            "report": secrets.token_hex(BYTES),
        }
        async with self._engine.connect() as connection:
            await connection.execute(sa.insert(table_of(LeaseRow)).values(trial))
            await connection.rollback()
        self._is_missing = False
