"""The employee index: a copy of names, e-mails and ids, because the API has no text search."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from approvals.errors import LeaseLost
from approvals.lookups.index_refresh import IndexRefresh, Surviving, unseen
from approvals.lookups.loading_pace import LoadingPace
from approvals.lookups.refresh_lease import RENEW_EVERY, RefreshLease
from approvals.model.index_report import IndexReport
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from benefits.client import VitableConnect


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EmployeeIndex:
    """Keeps the index in step with the API. Of all replicas only one reads at a time.

    `holder` is this process's name among them. `surviving` logs an error that the code does not expect. `step` is told
    how many employees have been read by now. `sleep` and `renew_every` (seconds) are for tests.
    """

    store: Store
    benefits: VitableConnect
    clock: Clock
    holder: str
    surviving: Surviving
    step: Callable[[int], None] = unseen
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    renew_every: float = RENEW_EVERY

    async def refresh_if_due(self) -> IndexReport | None:
        """Refresh the index; None if that is not due, or another replica has the lease. Raises StoreUnavailable."""
        lease = RefreshLease(self.store, self.clock, self.holder, self.renew_every)
        last = await lease.take()
        if last is None:
            return None
        try:
            async with lease.held():
                pace = LoadingPace(self.sleep, last.pause)
                report = await IndexRefresh(self.benefits, lease, pace, self.surviving, last, self.step).run()
                await lease.finish(report)
        except LeaseLost:
            return None
        return report

    async def refresh_now(self) -> IndexReport | None:
        """Refresh the index before that is due; None if a replica does it just now. Raises StoreUnavailable."""
        await self._make_due()
        return await self.refresh_if_due()

    async def hasten(self) -> None:
        """Repeat a refresh with troubles now: perhaps this process was started because its settings were corrected."""
        async with self.store.reading() as work:
            troubles = (await work.refreshes.report()).troubles
        if troubles:
            await self._make_due()

    async def _make_due(self) -> None:
        async with self.store.writing() as work:
            await work.refreshes.hasten(self.clock.now())
            await work.commit()
