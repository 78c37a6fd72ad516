"""The enrollment after a reissue, where the answer had only its id: read after the success is written down."""

from dataclasses import dataclass
from functools import partial

from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.recording import Recorder
from approvals.rules import lifecycle
from approvals.rules.pace import PATIENCE, back_off
from benefits.errors import BenefitsError, RateLimited
from benefits.port import Benefits

WITHIN = 5.0
"""Seconds for one read: the card waits for the first, and says "Reissued" in any case."""


@dataclass(frozen=True, eq=False, repr=False)
class SummaryReader:
    """Reads the summary of a reissued request. A read that fails changes nothing: the reissue is done."""

    recorder: Recorder
    benefits: Benefits
    clock: Clock

    async def work(self, seen: ReissueRequest) -> float | None:
        """Read it once; returns the seconds until the next look. None if it is there, or if people have to ask for it
        with *Refresh*: after half an hour of failures, and after another contract was set."""
        if not seen.awaits_summary or seen.new_enrollment_id is None or seen.blanked_at is not None:
            return None
        if seen.contract is not self.benefits.contract:
            return None
        try:
            summary = await self.benefits.enrollment(seen.new_enrollment_id, seen.employee, within=WITHIN)
        except BenefitsError as error:
            return self._wait(seen, error)
        return await self.recorder.move(seen, partial(lifecycle.refresh, summary=summary), EventKind.REFRESHED)

    def _wait(self, seen: ReissueRequest, error: BenefitsError) -> float | None:
        now = self.clock.now()
        if now - seen.changed_at > PATIENCE:
            return None
        asked_for = error.retry_after if isinstance(error, RateLimited) else None
        return min(asked_for or back_off(seen.changed_at, now), PATIENCE.total_seconds())
