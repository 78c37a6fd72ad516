"""The enrollment after a reissue, read once more because someone asks for it or an event names it."""

from dataclasses import dataclass

from approvals.model.event import THE_BOT, EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.recording import Line, save_and_drive
from approvals.rules import lifecycle
from benefits.errors import OtherContract
from benefits.port import Benefits


@dataclass(frozen=True, eq=False, repr=False)
class NewEnrollments:
    """Reads new enrollments, and writes down what has changed in them."""

    store: Store
    benefits: Benefits
    clock: Clock

    async def refresh(self, seen: ReissueRequest, within: float, actor: str = THE_BOT) -> ReissueRequest:
        """The request with its new enrollment as it is now, read in `within` seconds. If that is as before, nothing is
        written. A request that has no new enrollment is returned unchanged.

        Raises BenefitsError.
        """
        wanted = seen.summary.id if seen.summary else seen.new_enrollment_id
        if seen.status is not RequestStatus.REISSUED or wanted is None:
            return seen
        if seen.contract is not self.benefits.contract:
            raise OtherContract
        summary = await self.benefits.enrollment(wanted, seen.employee, within=within)
        async with self.store.writing() as work:
            current = await work.requests.get(seen.id)
            refreshed = lifecycle.refresh(current, summary)
            if refreshed is not current:
                line = Line(kind=EventKind.REFRESHED, at=self.clock.now(), actor=actor)
                await save_and_drive(work, current, refreshed, line)
                await work.commit()
        return refreshed
