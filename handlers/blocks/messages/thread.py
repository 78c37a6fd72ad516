"""The posts in the thread under a card: what happened, one post for each event, never redrawn."""

from collections.abc import Sequence

from approvals.model.attempt import Attempt
from approvals.model.event import Event, EventKind
from approvals.model.request import Problem, ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from benefits.outcome import OutcomeKind
from handlers.blocks.context import CardContext
from handlers.blocks.drawn import Block, Drawn, drawn
from handlers.blocks.elements import context, quoted, section
from handlers.blocks.facts import evidence_blocks, stated_problem
from handlers.blocks.messages.summary import enrollment_summary
from handlers.blocks.talk import SAID_WITH, talk_in_thread
from handlers.words.deadlines import escalation_words
from handlers.words.events import CHOICES_AFTER_FAILURE, CHOICES_WHEN_UNKNOWN, thread_words, void_words
from handlers.words.mrkdwn import Mrkdwn, escape, one_line
from handlers.words.problems import NOT_TOLD_APART, evidence_words, lost_words
from handlers.words.removed import employee_name


def thread_post(
    event: Event, reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext
) -> Drawn | None:
    """The post for an event; None for events that are not posted. A reissue's post is the enrollment summary."""
    if event.kind is EventKind.REISSUED:
        return enrollment_summary(reissue_request, attempts, ctx)
    shows_all = ctx.shows_all_of(reissue_request)
    if event.kind is EventKind.ESCALATED:
        words: Mrkdwn | None = escalation_words(reissue_request, ctx.escalation_approvers)
    else:
        words = thread_words(event, reissue_request, named=shows_all)
    if words is None:
        return None
    if not shows_all:
        void = void_words(event, reissue_request, named=False)
        return drawn(Mrkdwn(f"{words} {void}".strip()), [section(words), *([context(void)] if void else [])])
    more = talk_in_thread(event, reissue_request, ctx.talk) if event.kind in SAID_WITH else None
    text, blocks = more or _more(event, reissue_request, _known_then(event, attempts))
    return drawn(Mrkdwn(f"{words} {text}".strip()), [section(words), *blocks])


def _more(event: Event, reissue_request: ReissueRequest, attempts: Sequence[Attempt]) -> tuple[str, list[Block]]:
    match event.kind:
        case EventKind.SUBMITTED:
            words = Mrkdwn(f"For {employee_name(reissue_request)}. Each step is posted in this thread.")
            return words, [context(words)]
        case EventKind.DENIED:
            return _denial(reissue_request)
        case EventKind.FAILED:
            return _failure(event, reissue_request, attempts)
        case EventKind.LOST:
            words = Mrkdwn(lost_words(attempts[-1] if attempts else None))
            return words, [context(words)]
        case EventKind.UNKNOWN | EventKind.HELD:
            return _unknown(attempts, reissue_request.problem)
        case _:
            return "", []


def _denial(reissue_request: ReissueRequest) -> tuple[str, list[Block]]:
    reason = reissue_request.denial.reason if reissue_request.denial else None
    return (f"Reason: {escape(one_line(reason, 500))}", [quoted(reason)]) if reason else ("", [])


def _failure(event: Event, reissue_request: ReissueRequest, attempts: Sequence[Attempt]) -> tuple[str, list[Block]]:
    problem = _problem_then(event, reissue_request, attempts)
    if problem is None:
        return CHOICES_AFTER_FAILURE, [context(Mrkdwn(CHOICES_AFTER_FAILURE))]
    text, blocks = stated_problem(problem, RequestStatus.FAILED)
    return f"{text} {CHOICES_AFTER_FAILURE}", [*blocks, context(Mrkdwn(CHOICES_AFTER_FAILURE))]


def _unknown(attempts: Sequence[Attempt], problem: Problem | None) -> tuple[str, list[Block]]:
    evidence = evidence_words(attempts, problem)
    blocks = [*evidence_blocks(attempts, problem), section(Mrkdwn(CHOICES_WHEN_UNKNOWN))]
    return f"{evidence} {NOT_TOLD_APART} {CHOICES_WHEN_UNKNOWN}", blocks


def _known_then(event: Event, attempts: Sequence[Attempt]) -> Sequence[Attempt]:
    """The attempts there were when it happened: a post may be drawn later than that."""
    return [attempt for attempt in attempts if attempt.started_at <= event.at]


def _problem_then(event: Event, reissue_request: ReissueRequest, attempts: Sequence[Attempt]) -> Problem | None:
    """The problem the event is about, though a retry may have cleared the request's since."""
    if reissue_request.status is RequestStatus.FAILED and reissue_request.problem is not None:
        return reissue_request.problem
    if "attempt" not in event.codes or not attempts:
        return None
    last = attempts[-1]
    code = _CODES.get(last.outcome) if last.outcome else None
    if code is None:
        return None
    return Problem(code=code, message=last.message, trace_id=last.trace_id, status_code=last.status_code)


_CODES = {
    OutcomeKind.REFUSED: ProblemCode.REFUSED,
    OutcomeKind.CONFLICT: ProblemCode.CONFLICT,
    OutcomeKind.NOT_SENT: ProblemCode.NOT_REACHED,
    OutcomeKind.NOT_PROCESSED: ProblemCode.NOT_REACHED,
}
