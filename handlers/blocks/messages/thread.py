"""The posts in the thread under a card: what happened, one post for each event, never redrawn."""

from collections.abc import Sequence

from approvals.model.attempt import Attempt
from approvals.model.event import Event, EventKind
from approvals.model.request import Problem, ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from benefits.outcome import OutcomeKind
from handlers.blocks.context import CardContext
from handlers.blocks.conversation import SAID_WITH, conversation_in_thread
from handlers.blocks.drawn import Drawn
from handlers.blocks.facts import text_of_decision
from handlers.blocks.messages.summary import enrollment_summary
from handlers.blocks.parts import Part, message, paragraph, small_print
from handlers.blocks.standstill import evidence, stated_problem
from handlers.blocks.together import closing
from handlers.words.away import with_absence
from handlers.words.conversation import void_words
from handlers.words.deadlines import absence_words, escalation_words, overdue_said
from handlers.words.events import present_of
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.problems import lost_words
from handlers.words.thread import (
    CHOICES_AFTER_FAILURE,
    CHOICES_WHEN_UNKNOWN,
    checked_again_words,
    submitted_words,
    thread_words,
)


def thread_post(
    event: Event,
    reissue_request: ReissueRequest,
    attempts: Sequence[Attempt],
    ctx: CardContext,
    checked: Event | None = None,
) -> Drawn | None:
    """The post for an event; None for events that are not posted. A reissue's post is the enrollment summary.

    `checked` is the choice *Check again* that the event is the answer to: then one line says that nothing is new.
    """
    if event.kind is EventKind.REISSUED:
        return enrollment_summary(reissue_request, attempts, ctx, event)
    named = ctx.shows_all_of(reissue_request)
    if checked is not None:
        return message([paragraph(checked_again_words(event, checked, reissue_request, named=named))])
    words = _words(event, reissue_request, ctx, named=named)
    if words is None:
        return None
    if not named:
        void = small_print(void_words(event, reissue_request, named=False))
        return message([paragraph(words), void, closing(event, ctx, named=False)])
    if event.kind in SAID_WITH:
        more = conversation_in_thread(event, reissue_request, ctx.conversation)
    else:
        more = _more(event, reissue_request, _known_then(event, attempts))
    return message([paragraph(words), *more, closing(event, ctx, named=True)])


def _words(event: Event, reissue_request: ReissueRequest, ctx: CardContext, *, named: bool) -> Mrkdwn | None:
    if event.kind is EventKind.ALL_AWAY:
        return absence_words(reissue_request, (), present_of(event))
    if event.kind is EventKind.ESCALATED:
        words = escalation_words(reissue_request, ctx.called_late)
        if event.codes.get("because") == "away":
            words = absence_words(reissue_request, ctx.called_late, present_of(event))
        return with_absence(words, are_all=ctx.are_late_away)
    if event.kind is EventKind.OVERDUE:
        overdue = overdue_said(reissue_request, ctx.called, reissue_request.lapses_on)
        return with_absence(overdue, are_all=ctx.are_all_away)
    return thread_words(event, reissue_request, named=named, earlier_cards=ctx.earlier_cards)


def _more(event: Event, reissue_request: ReissueRequest, attempts: Sequence[Attempt]) -> list[Part]:
    match event.kind:
        case EventKind.SUBMITTED:
            return [small_print(submitted_words(reissue_request))]
        case EventKind.APPROVED | EventKind.DENIED:
            return text_of_decision(event, reissue_request)
        case EventKind.FAILED:
            return _failure(event, reissue_request, attempts)
        case EventKind.LOST:
            return [small_print(lost_words(attempts[-1] if attempts else None))]
        case EventKind.UNKNOWN | EventKind.HELD:
            return [*evidence(attempts, reissue_request.problem), paragraph(Mrkdwn(CHOICES_WHEN_UNKNOWN))]
        case _:
            return []


def _failure(event: Event, reissue_request: ReissueRequest, attempts: Sequence[Attempt]) -> list[Part]:
    problem = _problem_then(event, reissue_request, attempts)
    stated = stated_problem(problem, RequestStatus.FAILED) if problem else []
    return [*stated, small_print(CHOICES_AFTER_FAILURE)]


def _known_then(event: Event, attempts: Sequence[Attempt]) -> Sequence[Attempt]:
    """The attempts made before the event: a post may be drawn later than its event."""
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
