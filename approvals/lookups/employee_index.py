"""The employee index: a copy of names, e-mails and ids, since the API has no text search."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from approvals.errors import LeaseLost
from approvals.lookups.index_refresh import IndexRefresh, Surviving
from approvals.lookups.loading_pace import LoadingPace
from approvals.lookups.refresh_lease import RENEW_EVERY, RefreshLease
from approvals.model.index_report import IndexReport
from approvals.ports.outside import Benefits, Clock
from approvals.ports.storage import Store
from benefits.ids import EmployeeId


@dataclass(frozen=True, slots=True)
class IndexedEmails:
    """`approvals.ports.outside.Emails` by the index."""

    store: Store

    async def of(self, employee_id: EmployeeId) -> str | None:
        """An employee's; None where the index has none."""
        async with self.store.reading() as work:
            return await work.employees.email_of(employee_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class EmployeeIndex:
    """Keeps the index like the API, together with other replicas: one of them reads, when it is time.

    `holder` is this process's name among them. `surviving` logs an error that no code expects. `sleep` and
    `renew_every` (seconds) are for tests.
    """

    store: Store
    benefits: Benefits
    clock: Clock
    holder: str
    surviving: Surviving
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    renew_every: float = RENEW_EVERY

    async def refresh_if_due(self) -> IndexReport | None:
        """Refresh the index; None when that is not due, or is another replica's turn. Raises StoreUnavailable."""
        lease = RefreshLease(self.store, self.clock, self.holder, self.renew_every)
        last = await lease.take()
        if last is None:
            return None
        try:
            async with lease.held():
                pace = LoadingPace(self.sleep, last.pause)
                report = await IndexRefresh(self.benefits, lease, pace, self.surviving, last).run()
                await lease.finish(report)
        except LeaseLost:
            return None
        return report

    async def hasten(self) -> None:
        """Repeat a refresh with troubles now: this process may have been started with what was missing."""
        async with self.store.reading() as work:
            troubles = (await work.refreshes.report()).troubles
        if troubles:
            async with self.store.writing() as work:
                await work.refreshes.hasten(self.clock.now())
                await work.commit()
