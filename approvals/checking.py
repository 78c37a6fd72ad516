"""Checking: reading back after an outcome was lost, until something is found or it is time to ask a person."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from approvals import lifecycle
from approvals.attempt import Attempt
from approvals.event import EventKind
from approvals.evidence import effect_of
from approvals.pace import PATIENCE, Limits, back_off, seconds_until
from approvals.ports import Benefits, Clock, Store
from approvals.progress import Progress
from approvals.request import Problem, ProblemCode, ReissueRequest
from benefits.errors import BenefitsError
from benefits.models import Enrollment
from benefits.outcome import OutcomeKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Checking:
    """Settles a request in `checking`. Its methods return the seconds until the next look."""

    store: Store
    benefits: Benefits
    progress: Progress
    clock: Clock
    limits: Limits

    async def work(self, seen: ReissueRequest, last: Attempt) -> float:
        """Read back once, and draw the conclusion."""
        try:
            found = await self._read_back(last)
        except BenefitsError:
            return await self._cannot_read(seen, last)
        if found is not None:
            return await self._succeed(seen, last, found)
        if last.outcome is OutcomeKind.CONFLICT:
            return await self._fail(seen, last)
        wait = seconds_until(self._settles_at(last), self.clock.now())
        if wait > 0:
            return min(wait, back_off(last.started_at, self.clock.now()))
        if last.outcome is OutcomeKind.REISSUED_UNREADABLE:
            return await self._succeed(seen, last, None)
        return await self._give_up(seen, last)

    async def _read_back(self, last: Attempt) -> Enrollment | None:
        before = last.baseline.enrollment
        enrollment, listed = await asyncio.gather(
            self.benefits.enrollment(before.id), self.benefits.enrollments_of(before.employee_id)
        )
        async with self.store.writing() as work:
            await work.attempts.read_back(last.request_id, last.n, self.clock.now())
            await work.commit()
        return effect_of(last, enrollment, listed)

    def _settles_at(self, last: Attempt) -> datetime:
        return last.started_at + timedelta(seconds=self.limits.settle)

    async def _cannot_read(self, seen: ReissueRequest, last: Attempt) -> float:
        now = self.clock.now()
        if now - seen.changed_at <= PATIENCE:
            return back_off(seen.changed_at, now)
        if last.outcome is OutcomeKind.REISSUED_UNREADABLE:
            return await self._succeed(seen, last, None)
        return await self._give_up(seen, last)

    async def _succeed(self, seen: ReissueRequest, last: Attempt, found: Enrollment | None) -> float:
        succeed = partial(lifecycle.succeed, summary=found, now=self.clock.now())
        return await self.progress.move(seen, succeed, EventKind.REISSUED, attempt=last.n, found="read_back")

    async def _fail(self, seen: ReissueRequest, last: Attempt) -> float:
        problem = seen.problem or Problem(code=ProblemCode.CONFLICT)
        fail = partial(lifecycle.fail, problem=problem, now=self.clock.now())
        return await self.progress.move(seen, fail, EventKind.FAILED, attempt=last.n, code=problem.code.value)

    async def _give_up(self, seen: ReissueRequest, last: Attempt) -> float:
        give_up = partial(lifecycle.give_up, now=self.clock.now())
        return await self.progress.move(seen, give_up, EventKind.UNKNOWN, attempt=last.n)
