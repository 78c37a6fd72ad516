"""The surroundings of the core in its tests: a clock in the test's hand, a plain board, drivers that are only noted,
and a database that can go away.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from approvals.errors import StoreUnavailable
from approvals.model.digest import Digest
from approvals.model.event_record import EventRecord
from approvals.ports.storage import UnitOfWork
from store.unit_of_work import SqlStore
from tests.builders import NOW


@dataclass
class HandClock:
    """A clock that a test moves. `moves_by` is how far it moves by itself at every look."""

    at: datetime = NOW
    moves_by: timedelta = timedelta(0)

    def now(self) -> datetime:
        """The time in the test's hand."""
        self.at += self.moves_by
        return self.at

    def today(self) -> date:
        """The day it is."""
        return self.at.date()

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


@dataclass
class PlainBoard:
    """`approvals.ports.outside.Board` that remembers what it drew; `again_in` is what it answers.

    `while_drawing` is called during each drawing.
    """

    drawn: list[UUID] = field(default_factory=list)
    again_in: float | None = None
    while_drawing: Callable[[UUID], Awaitable[None]] | None = None
    doubted: list[UUID] = field(default_factory=list)

    async def draw(self, request_id: UUID) -> float | None:
        """Note the request."""
        self.drawn.append(request_id)
        if self.while_drawing:
            await self.while_drawing(request_id)
        return self.again_in

    def looked_at(self, request_id: UUID) -> None:
        """No card waits for others here."""

    def doubt(self, request_ids: Collection[UUID]) -> None:
        """Note the requests."""
        self.doubted += request_ids


@dataclass
class PlainPost:
    """`approvals.ports.outside.Post` that keeps its digests; `takes` is its answer, `cut` ends the process."""

    sent: list[Digest] = field(default_factory=list)
    takes: bool = True
    cut: bool = False

    async def send(self, digest: Digest) -> bool:
        """Keep a digest."""
        if self.cut:
            raise asyncio.CancelledError
        if self.takes:
            self.sent.append(digest)
        return self.takes


@dataclass
class PlainTeller:
    """`approvals.ports.outside.Teller` that keeps what it told; `takes` is its answer."""

    told: list[EventRecord] = field(default_factory=list)
    takes: bool = True

    async def tell(self, record: EventRecord) -> bool:
        """Keep a result."""
        if self.takes:
            self.told.append(record)
        return self.takes


@dataclass
class Drivers:
    """Notes which requests are to be driven."""

    started: list[UUID] = field(default_factory=list)

    def begin(self, request_ids: Sequence[UUID]) -> None:
        """Note the requests."""
        self.started += request_ids


@dataclass
class ShakyStore:
    """A store whose database goes away: for the next `outages` transactions, or just after the next `lost_answers`.
    With `killed_after`, the process ends before it writes once more than that."""

    inner: SqlStore
    outages: int = 0
    lost_answers: int = 0
    killed_after: int | None = None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that may fail to begin, or whose commit loses its answer."""
        if self.outages:
            self.outages -= 1
            raise StoreUnavailable
        if self.killed_after is not None:
            self.killed_after -= 1
            if self.killed_after < 0:
                raise asyncio.CancelledError
        async with self.inner.writing() as work:
            yield work
        if self.lost_answers:
            self.lost_answers -= 1
            raise StoreUnavailable

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that only reads."""
        async with self.inner.reading() as work:
            yield work

    async def purge(self) -> bool:
        """Take what was removed out of the files."""
        return await self.inner.purge()
