"""One refresh of the employee index: it reads employers, then the employees of each, then drops who is gone."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from functools import partial

from approvals.errors import LeaseLost
from approvals.lookups.index_changes import SeenEmployees, batches, changed
from approvals.lookups.loading_pace import LoadingPace
from approvals.lookups.refresh_lease import RefreshLease
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.index_report import EMPLOYERS, IndexReport
from approvals.model.trouble import Trouble
from benefits.client import VitableConnect
from benefits.errors import BenefitsError
from benefits.ids import EmployerId
from benefits.models import Employee, Employer
from benefits.paging import Listed

BATCH = 100
"""Rows in one transaction: other writers wait for no more than this."""

Surviving = Callable[..., AbstractContextManager[None]]
"""`bot.drivers.surviving`: logs an error that the code does not expect, and goes on."""


def unseen(_read: int) -> None:
    """For a refresh that no one watches."""


class IndexRefresh:
    """A refresh, for as long as this replica has the lease. Each page is stored at once; `last` is the last report,
    `step` is told how many employees have been read by now."""

    def __init__(
        self,
        benefits: VitableConnect,
        lease: RefreshLease,
        pace: LoadingPace,
        surviving: Surviving,
        last: IndexReport,
        step: Callable[[int], None] = unseen,
    ) -> None:
        self._step = step
        self._benefits = benefits
        self._lease = lease
        self._store = lease.store
        self._pace = pace
        self._surviving = surviving
        self._last = last
        self._troubles = dict(last.troubles)
        self._listed: set[str] | None = None
        self._whole: set[str] = set()
        self._read: set[str] = set()
        self._left_out: set[str] = set()
        self._nameless = 0

    async def run(self) -> IndexReport:
        """Read all employers and employees at the given pace. Raises LeaseLost, StoreUnavailable."""
        employers: list[Employer] = []
        await self._survived(EMPLOYERS, partial(self._read_employers, employers))
        for employer in employers:
            await self._lease.tell(self._last.model_copy(update={"troubles": self._troubles}))
            await self._survived(employer.id, partial(self._read_employees, employer))
        return self._report(await self._judge_all())

    async def _survived(self, what: str, read: Callable[[], Awaitable[Trouble | None]]) -> None:
        """Read one part and note its trouble; an error in it does not stop the rest."""
        trouble: Trouble | None = Trouble.UNFORESEEN
        with self._surviving("employees_not_read", part=what):
            try:
                trouble = await read()
            except BenefitsError as error:
                trouble = Trouble.of(error)
            except LeaseLost:
                return  # the next transaction raises it again
        self._troubles.pop(what, None)
        if trouble is not None:
            self._troubles[what] = trouble

    async def _read_employers(self, employers: list[Employer]) -> Trouble | None:
        pages = self._benefits.employer_pages()
        unreadable: list[str] = []
        while (page := await self._pace.call(lambda: anext(pages, None))) is not None:
            employers += page.records
            unreadable += page.unreadable
        if employers and "" not in unreadable:
            self._listed = {*(employer.id for employer in employers), *unreadable}
        if unreadable:
            return Trouble.UNREADABLE
        return None if employers else Trouble.EMPTY

    async def _read_employees(self, employer: Employer) -> Trouble | None:
        pages = self._benefits.employees_of(employer.id)
        is_empty = is_told_apart = True
        while (page := await self._pace.call(lambda: anext(pages, None))) is not None:
            is_empty = False
            is_told_apart = is_told_apart and "" not in page.unreadable
            await self._keep(employer, page)
        if is_empty and await self._has_any_of(employer.id):
            return Trouble.EMPTY
        if is_told_apart:
            self._whole.add(employer.id)
        return None

    async def _keep(self, employer: Employer, page: Listed[Employee]) -> None:
        """Update the index with a page. If an employee is in two lists, the first counts."""
        fresh = [EmployeeEntry.of(one, employer) for one in page.records if one.id not in self._read]
        self._read.update(one.id for one in page.records)
        self._left_out.update(filter(None, page.unreadable))
        self._nameless += page.unreadable.count("")
        for entries in batches(fresh, BATCH):
            async with self._store.reading() as work:
                known = await work.index.known([entry.id for entry in entries])
            if different := changed(entries, known):
                async with self._lease.writing() as work:
                    await work.index.write(different)
        self._step(len(self._read))

    async def _has_any_of(self, employer_id: EmployerId) -> bool:
        async with self._store.reading() as work:
            return await work.index.has_any_of(employer_id)

    async def _judge_all(self) -> int:
        """Count who was missed, drop who is gone; returns the number of lines in the index."""
        seen = SeenEmployees(employees=self._read | self._left_out, whole=self._whole, listed=self._listed)
        last, count = "", 0
        while True:
            async with self._store.reading() as work:
                rows = await work.index.after(last, BATCH)
            if not rows:
                return count
            judged = seen.judged(rows)
            if judged.missed or judged.gone or judged.back:
                async with self._lease.writing() as work:
                    await work.index.mark_missed(judged.missed)
                    await work.index.drop(judged.gone)
                    await work.index.mark_seen(judged.back)
            last, count = rows[-1].id, count + len(rows) - len(judged.gone)

    def _report(self, count: int) -> IndexReport:
        there = None if self._listed is None else {EMPLOYERS, *self._listed}
        troubles = {what: trouble for what, trouble in self._troubles.items() if there is None or what in there}
        now = self._lease.clock.now()
        return IndexReport(
            count=count,
            unreadable=self._unreadable(),
            troubles=troubles,
            failed_rounds=self._last.failed_rounds + 1 if troubles else 0,
            pause=self._pace.pause,
            finished_at=now,
            complete_at=self._last.whole_at if troubles else now,
        )

    def _unreadable(self) -> int:
        """The number of employees who could not be read in any list; if nothing was read, the last number."""
        if not (self._read or self._left_out or self._nameless):
            return self._last.unreadable
        return self._nameless + len(self._left_out - self._read)
