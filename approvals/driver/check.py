"""Checking: reads back after a lost outcome, until it finds something or must ask a person."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from approvals.model.attempt import Attempt, Baseline
from approvals.model.audit_codes import AuditCodes
from approvals.model.event import EventKind
from approvals.model.request import Problem, ProblemCode, ReissueRequest
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.recording import Recorder
from approvals.rules import lifecycle
from approvals.rules.evidence import baseline_of, effect_of, last_sent, summary_of
from approvals.rules.pace import PATIENCE, Limits, back_off, seconds_until
from benefits.errors import BenefitsError
from benefits.models import Enrollment
from benefits.outcome import OutcomeKind
from benefits.port import Benefits, Position


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OutcomeCheck:
    """Finds the outcome for a request in `checking`. Its methods return the seconds until the next look."""

    store: Store
    benefits: Benefits
    recorder: Recorder
    clock: Clock
    limits: Limits

    async def work(self, seen: ReissueRequest, last: Attempt | None) -> float:
        """Read back once, and conclude. A request without a `last` attempt was held after a restore.

        What another contract has of it cannot be compared: then a person decides.
        """
        if seen.contract is not self.benefits.contract:
            return await self._conclude(seen, last, unread=True)
        try:
            found, left_out = await self._read_back(seen, last)
        except BenefitsError:
            return await self._cannot_read(seen, last)
        if found is not None:
            return await self._succeed(seen, last, found)
        if _outcome(seen, last) is OutcomeKind.CONFLICT and not left_out:
            return await self._fail(seen, last)
        began, now = last_sent(seen, last), self.clock.now()
        wait = seconds_until(began + timedelta(seconds=self.limits.readback_settle), now)
        if wait > 0:
            return min(wait, back_off(began, now))
        return await self._conclude(seen, last, left_out)

    async def _read_back(self, seen: ReissueRequest, last: Attempt | None) -> tuple[Enrollment | None, int]:
        """The enrollment that shows the effect, and the number of unreadable records that might have shown it."""
        position = await self.benefits.position(seen.enrollment.id, seen.employee)
        if last is not None:
            async with self.store.writing() as work:
                await work.attempts.read_back(seen.id, last.n, self.clock.now())
                await work.commit()
        baseline = baseline_of(seen, last, position.listed)
        is_whole = not baseline.has_nameless and _is_listed(position, baseline)
        left_out = max(len(position.listed.unreadable), int(not is_whole))
        return effect_of(baseline, position.enrollment, position.listed), left_out

    async def _cannot_read(self, seen: ReissueRequest, last: Attempt | None) -> float:
        now = self.clock.now()
        if now - seen.changed_at <= PATIENCE:
            return back_off(seen.changed_at, now)
        return await self._conclude(seen, last, unread=True)

    async def _conclude(
        self, seen: ReissueRequest, last: Attempt | None, left_out: int = 0, *, unread: bool = False
    ) -> float:
        """Conclude without a find: done if the API had answered that it was; otherwise a person decides."""
        if _outcome(seen, last) is OutcomeKind.REISSUED_UNREADABLE:
            return await self._succeed(seen, last, None)
        give_up = partial(lifecycle.give_up, now=self.clock.now(), left_out=left_out)
        codes = AuditCodes(unreadable=left_out, unread=unread).written()
        return await self.recorder.move(seen, give_up, EventKind.UNKNOWN, **_of(last), **codes)

    async def _succeed(self, seen: ReissueRequest, last: Attempt | None, found: Enrollment | None) -> float:
        succeed = partial(lifecycle.succeed, summary=found and summary_of(found), now=self.clock.now())
        return await self.recorder.move(seen, succeed, EventKind.REISSUED, **_of(last), found="read_back")

    async def _fail(self, seen: ReissueRequest, last: Attempt | None) -> float:
        problem = seen.problem or Problem(code=ProblemCode.CONFLICT)
        fail = partial(lifecycle.fail, problem=problem, now=self.clock.now())
        return await self.recorder.move(seen, fail, EventKind.FAILED, **_of(last), code=problem.code.value)


def _outcome(seen: ReissueRequest, last: Attempt | None) -> OutcomeKind | None:
    """The outcome of the last attempt; None after a restore, because there may have been later attempts."""
    restored = seen.problem is not None and seen.problem.code is ProblemCode.RESTORED
    return None if last is None or restored else last.outcome


def _is_listed(position: Position, baseline: Baseline) -> bool:
    """Whether the reissued enrollment is among those read, or closed since: a list without it may lack others too."""
    now = position.enrollment
    return now is not None and (now.id in position.listed.ids or now.status != baseline.enrollment.status)


def _of(last: Attempt | None) -> dict[str, int]:
    return {} if last is None else {"attempt": last.n}
