"""The turn of one replica to refresh the employee index, so that the others need not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from approvals.errors import LeaseLost, StoreError
from approvals.model.index_report import IndexReport
from approvals.ports.outside import Clock
from approvals.ports.storage import Store, UnitOfWork

LEASE = timedelta(minutes=1)
"""A turn that was not renewed for so long ends: its holder is dead, or stands still."""

RENEW_EVERY = 15.0
"""Seconds between two renewals, so that three of them may fail."""


@dataclass(slots=True)
class RefreshLease:
    """The turn, for `holder`: a name that no other running process has."""

    store: Store
    clock: Clock
    holder: str
    renew_every: float = RENEW_EVERY

    async def take(self) -> IndexReport | None:
        """Take the turn, and get the last report; None when no refresh is due, or another replica has the turn."""
        now = self.clock.now()
        async with self.store.reading() as work:
            if not await work.refreshes.is_due(self.holder, now):
                return None
        async with self.store.writing() as work:
            if not await work.refreshes.claim(self.holder, now, now + LEASE):
                return None
            report = await work.refreshes.report()
            await work.commit()
        return report

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Renew the turn in the background, since a call can take long; at the end, let other replicas have theirs."""
        over = asyncio.Event()
        renewing = asyncio.create_task(self._renew_until(over))
        try:
            yield
        finally:
            over.set()
            await asyncio.gather(renewing, return_exceptions=True)
            await self._let_go()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        """A transaction in which the turn is ours, renewed and committed at its end. Raises LeaseLost."""
        async with self.store.writing() as work:
            if not await work.refreshes.renew(self.holder, self.clock.now() + LEASE):
                raise LeaseLost
            yield work
            await work.commit()

    async def tell(self, report: IndexReport) -> None:
        """Replace the report while the refresh goes on. Raises LeaseLost."""
        async with self.writing() as work:
            await work.refreshes.tell(report)

    async def finish(self, report: IndexReport) -> None:
        """Write the report, and when the next refresh is due; then let others have their turn. Raises LeaseLost."""
        now = self.clock.now()
        async with self.writing() as work:
            await work.refreshes.tell(report)
            await work.refreshes.end(now, now + report.wait)

    async def _renew_until(self, over: asyncio.Event) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), self.renew_every)
                return
            with suppress(StoreError):  # if the turn is lost, the next transaction of the refresh says so
                async with self.writing():
                    pass

    async def _let_go(self) -> None:
        """Let another replica go on at once, if the turn is still ours and the database answers."""
        with suppress(StoreError):
            async with self.store.writing() as work:
                await work.refreshes.renew(self.holder, self.clock.now())
                await work.commit()
