"""What the outcome of an attempt means. The bot only sends again by itself if it was certainly not processed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from approvals.model.attempt import Attempt, AttemptState
from approvals.model.event import EventKind
from approvals.model.request import Problem, ProblemCode, ReissueRequest
from approvals.ports.outside import Clock
from approvals.recording import Recorder
from approvals.rules import lifecycle
from approvals.rules.pace import PATIENCE, back_off
from benefits.outcome import Outcome, OutcomeKind

CERTAINLY_NOT_PROCESSED = frozenset({OutcomeKind.NOT_SENT, OutcomeKind.NOT_PROCESSED})

Change = Callable[[ReissueRequest], ReissueRequest]


@dataclass(frozen=True, eq=False, repr=False)
class Outcomes:
    """Writes down the outcomes of attempts, and what follows from them."""

    recorder: Recorder
    clock: Clock

    async def conclude(self, seen: ReissueRequest, attempt: Attempt, outcome: Outcome) -> float:
        """Write down the outcome and what follows from it; returns the seconds until the next look."""
        now = self.clock.now()
        settled = _settled(attempt, outcome, now)
        if outcome.kind in CERTAINLY_NOT_PROCESSED and now - seen.changed_at <= PATIENCE:
            delay = min(outcome.retry_after or back_off(seen.changed_at, now), PATIENCE.total_seconds())
            return await self.recorder.postpone(seen, replace(settled, retry_at=now + timedelta(seconds=delay)), delay)
        change, kind = _consequence(seen, outcome, now)
        return await self.recorder.move(seen, change, kind, settled, **settled.codes)


def _settled(attempt: Attempt, outcome: Outcome, now: datetime) -> Attempt:
    return replace(
        attempt,
        state=AttemptState.FINISHED,
        outcome=outcome.kind,
        status_code=outcome.status_code,
        message=outcome.message,
        trace_id=outcome.trace_id,
        result=outcome.enrollment,
        settled_at=now,
    )


def _consequence(seen: ReissueRequest, outcome: Outcome, now: datetime) -> tuple[Change, EventKind]:
    match outcome.kind:
        case OutcomeKind.REISSUED:
            done = partial(lifecycle.succeed, summary=outcome.enrollment, now=now, new_id=outcome.new_id)
            return done, EventKind.REISSUED
        case OutcomeKind.REFUSED:
            end = seen.window_end
            ended = end if end is not None and end < now.date() else None
            problem = _problem(ProblemCode.REFUSED, outcome).model_copy(update={"window_ended": ended})
            return partial(lifecycle.fail, problem=problem, now=now), EventKind.FAILED
        case OutcomeKind.NOT_SENT | OutcomeKind.NOT_PROCESSED:
            problem = _problem(ProblemCode.NOT_REACHED, outcome)
            return partial(lifecycle.fail, problem=problem, now=now), EventKind.FAILED
        case OutcomeKind.CONFLICT:
            return partial(lifecycle.lose, problem=_problem(ProblemCode.CONFLICT, outcome), now=now), EventKind.LOST
        case OutcomeKind.UNKNOWN | OutcomeKind.REISSUED_UNREADABLE:
            return partial(lifecycle.lose, problem=_problem(ProblemCode.NO_ANSWER, outcome), now=now), EventKind.LOST


def _problem(code: ProblemCode, outcome: Outcome) -> Problem:
    return Problem(code=code, message=outcome.message, trace_id=outcome.trace_id, status_code=outcome.status_code)
