"""The unit of work: one transaction over one session, and the store that opens them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from approvals.errors import StoreUnavailable
from approvals.model.fact import Fact
from approvals.ports.outside import NoObserver, Observer
from approvals.ports.storage import UnitOfWork
from store.address import is_sqlite
from store.audit.chain import Chain
from store.audit.linking import Linking
from store.columns import VERSION_TABLE
from store.engine import reading
from store.failures import translated
from store.purging import purge_sqlite
from store.repositories.every import Repositories
from store.room import Room

Begin = Callable[[Sequence[UUID]], None]
"""Starts drivers for requests whose transaction was just committed."""


REFUSED = "The database refuses to write: check the rights of the bot's role."


class OnlyReading(RuntimeError):
    """A unit of work that only reads has nothing to commit and nothing to drive."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class WritingUnit(Repositories):
    """`approvals.ports.storage.UnitOfWork` over a connection."""

    def __init__(self, connection: AsyncConnection, begin: Begin, observer: Observer, linking: Linking | None) -> None:
        super().__init__(connection, locking=True, linking=linking)
        self._begin = begin
        self._observer = observer
        self._to_drive: list[UUID] = []
        self._to_tell: list[Fact] = []

    def drive(self, request_id: UUID) -> None:
        """Start a driver for the request if, and only if, this transaction commits."""
        self._to_drive.append(request_id)

    def tell(self, fact: Fact) -> None:
        """Tell the observer of this if, and only if, this transaction commits."""
        self._to_tell.append(fact)

    async def commit(self) -> None:
        """Commit the transaction. After StoreUnavailable it is not known whether it was committed."""
        with translated():
            await self.audit.write()
            await self.connection.commit()
        self.audit.committed()
        for fact in self._to_tell:
            self._observer.committed(fact)
        self._begin(self._to_drive)
        self._to_tell, self._to_drive = [], []


class ReadingUnit(Repositories):
    """`approvals.ports.storage.UnitOfWork` for reading: it cannot commit."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, locking=False)

    def drive(self, _request_id: UUID) -> None:
        """Raises OnlyReading."""
        raise OnlyReading

    def tell(self, _fact: Fact) -> None:
        """Raises OnlyReading."""
        raise OnlyReading

    async def commit(self) -> None:
        """Raises OnlyReading."""
        raise OnlyReading


class SqlStore:
    """`approvals.ports.storage.Store`. One per process: on SQLite its lock lets one writer in at a time.

    Waiting in the process is fair and costs nothing; waiting in SQLite is neither, and ends in an error. `begin` is
    called after each commit, and so is `observer`. `chain` links the lines of the audit; without it (no AUDIT_KEY) they
    are not linked.
    """

    def __init__(
        self, engine: AsyncEngine, begin: Begin, chain: Chain | None = None, observer: Observer | None = None
    ) -> None:
        self._engine = engine
        self._reading_engine = reading(engine)
        self._room = Room(engine)
        self._begin = begin
        self._observer = observer or NoObserver()
        self.linking = None if chain is None else Linking(chain)
        self._one_writer: AbstractAsyncContextManager[None] = asyncio.Lock() if is_sqlite(engine.url) else nullcontext()

    async def open_audit(self, at: datetime) -> None:
        """Begin the audit's chain, or note that it has another key from now on; does nothing if neither is needed.

        Raises UnknownAuditKey if the chain goes on from a key that is not known; StoreUnavailable.
        """
        if self.linking is None:
            return
        with translated():
            async with self._one_writer, self._engine.begin() as connection:
                last = await connection.run_sync(self.linking.open, at)
        self.linking.committed(last)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that may write. Without `commit` it is rolled back. Raises StoreUnavailable."""
        with self._room.noting(), translated():
            async with self._one_writer, self._engine.connect() as connection:
                yield WritingUnit(connection, self._begin, self._observer, self.linking)

    async def check(self) -> None:
        """Write one row as it is, and commit: shows that others can be written, also new ones if one found no room on
        the disk before. Raises StoreUnavailable.

        A row that a migration or another replica has locked in this moment is left alone.
        """
        version = sa.table(VERSION_TABLE, sa.column("version_num"))
        free = sa.select(version.c.version_num).with_for_update(skip_locked=True)
        row = sa.update(version).where(version.c.version_num.in_(free)).values(version_num=version.c.version_num)
        try:
            with translated():
                async with self._one_writer, self._engine.begin() as connection:
                    await connection.execute(row)
                async with self._one_writer:
                    await self._room.check()
        except sa.exc.DBAPIError as refused:
            raise StoreUnavailable(REFUSED) from refused

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that only reads and makes no writer wait. Raises StoreUnavailable."""
        with translated():
            async with self._reading_engine.connect() as connection:
                yield ReadingUnit(connection)

    async def purge(self) -> bool:
        """Empty SQLite's write-ahead log; False if that has to be tried again. There is nothing to do on PostgreSQL.

        Raises StoreUnavailable.
        """
        if not is_sqlite(self._engine.url):
            return True
        async with self._one_writer:
            return await asyncio.to_thread(purge_sqlite, self._engine.url)
