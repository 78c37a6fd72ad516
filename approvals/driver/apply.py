"""Applying: an attempt is written down before it is sent, and its outcome before anything else happens.

This order keeps the promise "one effect per approval"; see the engine facts for the measurements behind it.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

from approvals.driver.outcomes import Outcomes
from approvals.errors import StoreUnavailable
from approvals.model.attempt import Attempt, AttemptState, Baseline
from approvals.model.event import EventKind
from approvals.model.request import Problem, ProblemCode, ReissueRequest
from approvals.ports.outside import Clock, HeardOutcome
from approvals.ports.storage import Store
from approvals.recording import Line, Recorder, note
from approvals.rules import lifecycle
from approvals.rules.evidence import effect_of, is_as_approved, summary_of
from approvals.rules.pace import HOLD_WAIT, PATIENCE, Limits, back_off, seconds_until
from benefits.errors import BenefitsError, NoAccess, NotFound, RateLimited, Refused, WrongKey
from benefits.models import Enrollment
from benefits.outcome import Outcome, OutcomeKind
from benefits.port import Benefits, Position
from benefits.reissue import Reissue

CLAIM_MAY_AGE = timedelta(seconds=1)
"""An attempt whose claim is older than this is not sent: another driver may already count it as overdue."""

OVERDUE_AFTER = 5.0
"""Seconds beyond the client's timeout after which no driver can still be at work on an attempt in `sending`."""

SETTLE_PATIENCE = (0.1, 0.3, 1.0, 3.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between the tries to write an outcome down while the database does not answer."""

BUSY_WAIT = 0.5
"""Seconds until the next look while the most calls allowed are under way."""

PLACE_WAIT = 5.0
"""Seconds for which a request waits for its turn among those of this process before it is looked at again."""

LONGEST_HOLD = 60.0
"""The longest wait in seconds while the API refuses the bot: once the key works, the bot goes on by itself."""

GIVEN_UP = Outcome(kind=OutcomeKind.NOT_SENT, message="The attempt was given up before it was sent.")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReissueSender:
    """Sends the reissue of a request in `applying`. Its methods return the seconds until the next look.

    `places` are for those of this process that read the enrollment and send, first come first served: of many that
    begin at once, most would read it in vain again and again.
    """

    store: Store
    benefits: Benefits
    recorder: Recorder
    outcomes: Outcomes
    clock: Clock
    limits: Limits
    heard: HeardOutcome
    places: asyncio.Semaphore

    async def work(
        self, seen: ReissueRequest, last: Attempt | None, under_way: int = 0, turn: asyncio.Event | None = None
    ) -> float:
        """Do the next thing. `under_way` is the number of attempts of any request that are being sent now; `turn` is
        set when this one's turn has come."""
        if last is not None and last.state is AttemptState.SENDING:
            return await self._wait_or_lose(seen, last)
        if seen.contract is not self.benefits.contract:
            return await self._leave(seen, last)
        if self.limits.paused or (seen.on_hold and seen.problem is None):
            return await self._pause_or_resume(seen)
        wait = seconds_until(last.retry_at, self.clock.now()) if last and last.retry_at else 0.0
        if wait > 0 or under_way >= self.limits.max_concurrent:
            return wait or BUSY_WAIT
        return await self._in_turn(seen, last, turn or asyncio.Event())

    async def _in_turn(self, seen: ReissueRequest, last: Attempt | None, turn: asyncio.Event) -> float:
        try:
            async with asyncio.timeout(PLACE_WAIT):
                await self.places.acquire()
        except TimeoutError:
            return BUSY_WAIT
        try:
            turn.set()
            return await self._read_and_send(seen, last)
        finally:
            self.places.release()

    async def _read_and_send(self, seen: ReissueRequest, last: Attempt | None) -> float:
        try:
            position, usable = await asyncio.gather(
                self.benefits.position(seen.enrollment.id, seen.employee), self._event_may_be_used(seen)
            )
        except (WrongKey, NoAccess) as error:
            return await self._hold_back(seen, error)
        except BenefitsError as error:
            return await self._cannot_read(seen, error)
        if seen.on_hold:
            return await self._resume(seen)
        return await self._compare_and_send(seen, last, position, usable=usable)

    async def _compare_and_send(
        self, seen: ReissueRequest, last: Attempt | None, position: Position, *, usable: bool | BenefitsError
    ) -> float:
        """Send if the enrollment is still as approved, nothing stands in the way, and no earlier attempt turns out to
        have taken effect. `usable` says whether the life event may still be used, or why that cannot be read."""
        late = None if last is None else await self._late_effect(seen, position)
        if late is not None:
            succeed = partial(lifecycle.succeed, summary=summary_of(late), now=self.clock.now())
            return await self.recorder.move(seen, succeed, EventKind.REISSUED, found="read_back")
        try:
            enrollment = position.known
        except BenefitsError as error:
            return await self._cannot_read(seen, error)
        if isinstance(usable, BenefitsError):
            return await self._cannot_read(seen, usable)
        if obstacle := _obstacle(seen, enrollment, is_usable=usable):
            return await self._fail(seen, Problem(code=obstacle))
        baseline = Baseline.of(enrollment, position.listed)
        return await self._attempt(seen, baseline, 1 if last is None else last.n + 1)

    async def _wait_or_lose(self, seen: ReissueRequest, last: Attempt) -> float:
        """Wait for an attempt of another driver, which may be dead; after its time the outcome is unknown."""
        due = last.started_at + timedelta(seconds=self.limits.timeout + OVERDUE_AFTER)
        wait = seconds_until(due, self.clock.now())
        if wait > 0:
            return wait
        return await self.outcomes.conclude(seen, last, Outcome(kind=OutcomeKind.UNKNOWN))

    async def _pause_or_resume(self, seen: ReissueRequest) -> float:
        """Put the request on hold while sending is switched off, so that the card says it; otherwise resume it."""
        if not self.limits.paused:
            return await self._resume(seen)
        return HOLD_WAIT if seen.on_hold else await self.recorder.move(seen, lifecycle.pause, EventKind.PAUSED)

    async def _hold_back(self, seen: ReissueRequest, error: WrongKey | NoAccess) -> float:
        """Wait until the key works, since the API refuses the bot and not the reissue. An operator is told."""
        code = ProblemCode.WRONG_KEY if isinstance(error, WrongKey) else ProblemCode.NO_ACCESS
        if seen.on_hold and seen.problem is not None and seen.problem.code is code:
            return min(back_off(seen.changed_at, self.clock.now()), LONGEST_HOLD)
        problem = Problem(code=code, message=str(error), trace_id=error.trace_id, status_code=error.status_code)
        hold_back = partial(lifecycle.pause, problem=problem)
        return await self.recorder.move(seen, hold_back, EventKind.PAUSED, code=code.value)

    async def _resume(self, seen: ReissueRequest) -> float:
        return await self.recorder.move(seen, partial(lifecycle.resume, now=self.clock.now()), EventKind.RESUMED)

    async def _event_may_be_used(self, seen: ReissueRequest) -> bool | BenefitsError:
        """Whether the life event may still be used: it may have been denied or deleted since. Not every server refuses
        that itself. An error of this one request is returned: an earlier attempt may have taken effect all the same."""
        if seen.qle is None:
            return True
        try:
            return (await self.benefits.event(seen.qle.id, seen.employee)).may_be_used
        except NotFound:
            return False
        except (WrongKey, NoAccess):
            raise
        except BenefitsError as error:
            return error

    async def _late_effect(self, seen: ReissueRequest, position: Position) -> Enrollment | None:
        """The effect of an earlier attempt whose outcome was unknown, if it shows now: then nothing is left to send."""
        async with self.store.reading() as work:
            lost = [one for one in await work.attempts.of(seen.id) if one.outcome is OutcomeKind.UNKNOWN]
        effects = (effect_of(attempt.baseline, position.enrollment, position.listed) for attempt in lost)
        return next((effect for effect in effects if effect is not None), None)

    async def _cannot_read(self, seen: ReissueRequest, error: BenefitsError) -> float:
        if isinstance(error, NotFound):
            return await self._fail(seen, Problem(code=ProblemCode.NOT_FOUND))
        if isinstance(error, Refused):
            problem = Problem(
                code=ProblemCode.REFUSED, message=str(error), trace_id=error.trace_id, status_code=error.status_code
            )
            return await self._fail(seen, problem)
        now = self.clock.now()
        if now - seen.changed_at > PATIENCE and not seen.on_hold:
            return await self._fail(seen, Problem(code=ProblemCode.NOT_REACHED, message=str(error)))
        asked_for = error.retry_after if isinstance(error, RateLimited) else None
        return min(asked_for or back_off(seen.changed_at, now), PATIENCE.total_seconds())

    async def _attempt(self, seen: ReissueRequest, baseline: Baseline, n: int) -> float:
        attempt = Attempt(
            request_id=seen.id,
            n=n,
            token=uuid4().hex,
            state=AttemptState.SENDING,
            started_at=self.clock.now(),
            baseline=baseline,
        )
        try:
            if not await self._claim(seen, attempt):
                return BUSY_WAIT
        except StoreUnavailable:  # the claim may be stored or not; nothing was sent, and that is certain
            return await self._settle(seen, attempt, GIVEN_UP)
        if self.clock.now() - attempt.started_at > CLAIM_MAY_AGE:
            outcome = GIVEN_UP
        else:
            outcome = await self.benefits.reissue(_call(seen, attempt))
            self.heard(outcome)
        return await self._settle(seen, attempt, outcome)

    async def _settle(self, seen: ReissueRequest, attempt: Attempt, outcome: Outcome) -> float:
        """Write the outcome down, even through a database outage: only this process knows it."""
        for delay in SETTLE_PATIENCE:
            try:
                return await self.outcomes.conclude(seen, attempt, outcome)
            except StoreUnavailable:
                await asyncio.sleep(delay)
        return await self.outcomes.conclude(seen, attempt, outcome)

    async def _claim(self, seen: ReissueRequest, attempt: Attempt) -> bool:
        """Write the attempt down before the POST, in its own transaction; False if it may not be sent now or by us."""
        async with self.store.writing() as work:
            if not await work.requests.is_at(seen.id, seen.version):
                return False
            if await work.attempts.count_sending() >= self.limits.max_concurrent:
                return False
            if not await work.attempts.claim(attempt):
                return False
            await note(work, seen, Line(kind=EventKind.ATTEMPTED, at=attempt.started_at, codes={"attempt": attempt.n}))
            await work.commit()
        return True

    async def _leave(self, seen: ReissueRequest, last: Attempt | None) -> float:
        """Send nothing in another contract: failed, or still unknown if an earlier attempt may have taken effect."""
        problem = Problem(code=ProblemCode.OTHER_CONTRACT)
        async with self.store.reading() as work:
            may_be_done = any(one.outcome is OutcomeKind.UNKNOWN for one in await work.attempts.of(seen.id))
        if last is None or not may_be_done:
            return await self._fail(seen, problem)
        lose = partial(lifecycle.lose, problem=problem, now=self.clock.now())
        return await self.recorder.move(seen, lose, EventKind.LOST, attempt=last.n, code=problem.code.value)

    async def _fail(self, seen: ReissueRequest, problem: Problem) -> float:
        """Fail the request: nothing was sent, and waiting would not help."""
        fail = partial(lifecycle.fail, problem=problem, now=self.clock.now())
        return await self.recorder.move(seen, fail, EventKind.FAILED, code=problem.code.value)


def _obstacle(seen: ReissueRequest, enrollment: Enrollment, *, is_usable: bool) -> ProblemCode | None:
    """Why a reissue would not be what was approved, or would be refused; None if nothing is known to be in its way."""
    if not is_as_approved(enrollment, seen.enrollment):
        return ProblemCode.CHANGED_SINCE_APPROVAL
    if enrollment.is_in_last_month:
        return ProblemCode.LAST_MONTH
    if enrollment.needs_event and seen.qle is None:
        return ProblemCode.EVENT_NEEDED
    return None if is_usable else ProblemCode.EVENT_NOT_APPROVED


def _call(seen: ReissueRequest, attempt: Attempt) -> Reissue:
    return Reissue(
        enrollment_id=seen.enrollment.id,
        employee_id=seen.employee.id,
        qle_id=seen.qle_id,
        reason=seen.reason,
        number=seen.label,
        attempt=attempt.n,
    )
