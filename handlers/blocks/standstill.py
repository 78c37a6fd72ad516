"""Why a request does not go on: the problem, and the evidence where the outcome is unknown."""

from collections.abc import Sequence

from approvals.model.attempt import Attempt
from approvals.model.request import MAY_STAY_OPEN, Problem, ReissueRequest
from approvals.model.status import RequestStatus
from benefits.outcome import OutcomeKind
from handlers.blocks.parts import Part, paragraph, quotation, small_print
from handlers.words.facts import in_a_line
from handlers.words.mrkdwn import Mrkdwn, sentence
from handlers.words.problems import (
    EARLIER_TRY_IN_DOUBT,
    NOT_TOLD_APART,
    evidence_shown,
    evidence_words,
    problem_shown,
    problem_words,
    said_label,
    trace_words,
)


def stated_problem(problem: Problem, status: RequestStatus) -> list[Part]:
    """The problem: our sentence, the API's own message as plain text, and the trace id.

    For an unknown outcome only the API's message: the evidence, which is shown next to it, says the rest.
    """
    words = "" if _was_lost(problem, status) else problem_words(problem, status)
    parts = [paragraph(problem_shown(words), Mrkdwn(words))] if words else []
    if problem.message and (words or problem.status_code):
        label = said_label(problem)
        message = f"{label} {problem.message}"
        parts.append(quotation(message, f"{label} {sentence(in_a_line(problem.message))}"))
    if problem.trace_id:
        parts.append(small_print(trace_words(problem.trace_id)))
    return parts


def problem(reissue_request: ReissueRequest, *, own: bool = False) -> list[Part]:
    """The problem of a request, while people have to know it. `own`: the reader is the requester, who does not write to
    Vitable's support, so the trace id is left out."""
    standing_still = (RequestStatus.FAILED, RequestStatus.UNKNOWN, RequestStatus.CLOSED)
    if reissue_request.problem is None or reissue_request.status not in standing_still:
        return []
    known = reissue_request.problem
    return stated_problem(known.model_copy(update={"trace_id": None}) if own else known, reissue_request.status)


def evidence(attempts: Sequence[Attempt], problem: Problem | None, *, own: bool = False) -> list[Part]:
    """The evidence about the last attempt, when its outcome is unknown. `own`: the reader is the requester, who chooses
    nothing."""
    words = evidence_words(attempts, problem)
    known = [paragraph(evidence_shown(words), words)] if words else []
    return known if own else [*known, small_print(NOT_TOLD_APART)]


def doubt(reissue_request: ReissueRequest, attempts: Sequence[Attempt], *, own: bool = False) -> list[Part]:
    """What is known about an unknown outcome: while people decide what follows, and for good once the request was
    closed without an answer. A failed request says that an earlier try is in doubt."""
    status, known = reissue_request.status, reissue_request.problem
    unanswered = [attempt for attempt in attempts if attempt.outcome is OutcomeKind.UNKNOWN]
    if status is RequestStatus.UNKNOWN:
        return evidence(attempts, known, own=own)
    if reissue_request.is_closed_unknown:
        return evidence(unanswered or attempts, known, own=True)
    was_sent_again = status is RequestStatus.FAILED and any(each in attempts[:-1] for each in unanswered)
    return [paragraph(EARLIER_TRY_IN_DOUBT)] if was_sent_again else []


def _was_lost(problem: Problem, status: RequestStatus) -> bool:
    """Whether the outcome of the last try is unknown."""
    is_closed_unknown = status is RequestStatus.CLOSED and problem.may_have_taken_effect
    return status is RequestStatus.UNKNOWN or (is_closed_unknown and problem.code in MAY_STAY_OPEN)
