"""Why a request does not go on: the problem, and the evidence where the outcome is unknown."""

from collections.abc import Sequence

from approvals.model.attempt import Attempt
from approvals.model.request import Problem, ReissueRequest
from approvals.model.status import RequestStatus
from handlers.blocks.parts import Part, paragraph, quotation, small_print
from handlers.words.facts import in_a_line
from handlers.words.mrkdwn import Mrkdwn, sentence
from handlers.words.problems import (
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
    words = "" if status is RequestStatus.UNKNOWN else problem_words(problem, status)
    parts = [paragraph(problem_shown(words), Mrkdwn(words))] if words else []
    if problem.message and (words or problem.status_code):
        label = said_label(problem)
        message = f"{label} {problem.message}"
        parts.append(quotation(message, f"{label} {sentence(in_a_line(problem.message))}"))
    if problem.trace_id:
        parts.append(small_print(trace_words(problem.trace_id)))
    return parts


def problem(reissue_request: ReissueRequest) -> list[Part]:
    """The problem of a request, while people have to know it."""
    standing_still = (RequestStatus.FAILED, RequestStatus.UNKNOWN, RequestStatus.CLOSED)
    if reissue_request.problem is None or reissue_request.status not in standing_still:
        return []
    return stated_problem(reissue_request.problem, reissue_request.status)


def evidence(attempts: Sequence[Attempt], problem: Problem | None, *, own: bool = False) -> list[Part]:
    """The evidence about the last attempt, when its outcome is unknown. `own`: the reader is the requester, who chooses
    nothing."""
    words = evidence_words(attempts, problem)
    known = [paragraph(evidence_shown(words), words)] if words else []
    return known if own else [*known, small_print(NOT_TOLD_APART)]
