"""Wakes readings: what an event of the benefits API may bring about, and nothing more.

An event proves nothing. It only makes a reading come sooner that the bot, or a person with *Refresh*, would make
anyway: a wake that is lost loses nothing, and one that comes twice reads twice and finds the same.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from approvals.driver.summarize import WITHIN
from approvals.lookups.new_enrollments import NewEnrollments
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.recording import drive_now
from benefits.errors import BenefitsError
from benefits.ids import EnrollmentId

READ_BY_DRIVERS = frozenset({RequestStatus.APPLYING, RequestStatus.CHECKING})
"""In these statuses a driver reads the enrollment whenever it looks: before it sends, and to read back."""


@dataclass(frozen=True, eq=False, repr=False)
class Waker:
    """Reads now what would otherwise be read later."""

    store: Store
    new_enrollments: NewEnrollments
    clock: Clock

    async def wake(self, named: Collection[EnrollmentId]) -> None:
        """Read for the requests that these enrollments belong to, where there is something to read.

        While the reissue is being sent or read back, that is the enrollment to be closed: a driver looks at once. After
        it, that is the new enrollment, as long as its summary or the employee's choice is still awaited. Those are read
        one after the other, so that many events at once leave Vitable time for people's clicks; one that cannot be read
        is left for later. Raises StoreUnavailable.
        """
        async with self.store.reading() as work:
            requests = await work.requests.naming(named)
        for seen in requests:
            if seen.status in READ_BY_DRIVERS:
                await self._drive(seen)
        for seen in requests:
            if (seen.awaits_summary or seen.awaits_election) and seen.blanked_at is None:
                with suppress(BenefitsError):
                    await self.new_enrollments.refresh(seen, WITHIN)

    async def _drive(self, seen: ReissueRequest) -> None:
        async with self.store.writing() as work:
            await drive_now(work, seen, self.clock.now())
            await work.commit()
