"""The lease under which one replica refreshes the employee index, so that the others need not."""

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
"""A lease that was not renewed for this long ends: its holder is dead or hangs."""

RENEW_EVERY = 15.0
"""Seconds between two renewals, so that three in a row may fail."""


@dataclass(slots=True, eq=False, repr=False)
class RefreshLease:
    """The lease, for `holder`: a name that no other running process has."""

    store: Store
    clock: Clock
    holder: str
    renew_every: float = RENEW_EVERY

    async def take(self) -> IndexReport | None:
        """Take the lease and return the last report; None if no refresh is due, or another replica has the lease."""
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
        """Renew the lease in the background, because a call can take long; release it at the end."""
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
        """A transaction that renews the lease, and commits at its end. Raises LeaseLost."""
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
        """Write the report and when the next refresh is due, and end the lease. Raises LeaseLost."""
        now = self.clock.now()
        async with self.writing() as work:
            await work.refreshes.tell(report)
            await work.refreshes.end(now, now + report.wait)

    async def _renew_until(self, over: asyncio.Event) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.renew_every):
                    await over.wait()
                return
            with suppress(StoreError):  # if the lease is lost, the next transaction of the refresh raises it
                async with self.writing():
                    pass

    async def _let_go(self) -> None:
        """End the lease now, if it is still held and the database answers, so that another replica can go on."""
        with suppress(StoreError):
            async with self.store.writing() as work:
                await work.refreshes.renew(self.holder, self.clock.now())
                await work.commit()
