"""The facts of a request that several surfaces show in the same way."""

from collections.abc import Sequence
from datetime import date

from approvals.model.attempt import Attempt
from approvals.model.conditions import Condition
from approvals.model.request import Problem, ReissueRequest
from approvals.model.status import RequestStatus
from handlers.blocks.drawn import Block
from handlers.blocks.elements import context, header, quoted, section
from handlers.words.benefits import enrollment_words, qle_words, qle_words_for_good
from handlers.words.dates import day
from handlers.words.mrkdwn import Mrkdwn, escape, mention, one_line, sentence
from handlers.words.problems import NOT_TOLD_APART, WARNINGS, evidence_words, problem_words, trace_words
from handlers.words.quorum import NOT_MATCHED, second_approval_words
from handlers.words.removed import blanked_words, employee_name
from handlers.words.statuses import status_sign, status_words

Fact = tuple[str, Mrkdwn]


def title(reissue_request: ReissueRequest, *, named: bool) -> list[Block]:
    """Number and status. A header cannot mention anybody, so a confirmed reissue is a bold line instead."""
    words = status_words(reissue_request, named=named)
    line = f"{status_sign(reissue_request.status)} {reissue_request.label} · {words}"
    if named and reissue_request.confirmed_by:
        return [section(Mrkdwn(f"*{line}*"))]
    return [header(line)]


def server_note(server: str | None) -> list[Block]:
    """The name of a server that is not production."""
    return [context(Mrkdwn(f"🧪 *{escape(one_line(server))}* (not production)"))] if server else []


def server_text(server: str | None) -> Mrkdwn:
    """The same at the beginning of a text."""
    return Mrkdwn(f"{escape(one_line(server))}: " if server else "")


def request_facts(reissue_request: ReissueRequest, today: date, *, own: bool = False) -> list[Fact]:
    """Who, what, why now, who asked. `own`: the requester reads it, who need not be told who asked."""
    enrollment = enrollment_words(reissue_request.enrollment, reissue_request.product)
    return [
        ("Employee", employee_name(reissue_request)),
        *([] if own else [("Requested by", mention(reissue_request.requester))]),
        (_enrollment_label(reissue_request.status), escape(enrollment)),
        ("Life event", escape(event_line(reissue_request, today))),
    ]


def event_line(reissue_request: ReissueRequest, today: date) -> str:
    """The life event, with the days left while that matters; a count of days would age on a card that is finished."""
    if not reissue_request.status.is_open:
        return qle_words_for_good(reissue_request.qle)
    end = reissue_request.qle.enrollment_window_end
    return qle_words(reissue_request.qle, today) + (f" ({day(end)})" if end else "")


def reason_blocks(reissue_request: ReissueRequest) -> list[Block]:
    """The requester's reason, as plain text."""
    if reissue_request.blanked_at is not None:
        return [context(blanked_words(reissue_request))]
    return [section(Mrkdwn("*Reason*")), quoted(reissue_request.reason)]


def warning_blocks(reissue_request: ReissueRequest) -> list[Block]:
    """What approvers must know."""
    return [section(Mrkdwn(f"⚠️ *Note:* {warning_text(reissue_request)}"))] if reissue_request.warnings else []


def warning_text(reissue_request: ReissueRequest) -> str:
    """The warnings, one sentence each."""
    return " ".join(WARNINGS[warning] for warning in reissue_request.warnings)


def second_approval_blocks(reissue_request: ReissueRequest, conditions: Sequence[Condition]) -> list[Block]:
    """Why one approval is not enough, as long as it is waited for."""
    words = second_approval_text(reissue_request, conditions)
    return [context(words)] if words else []


def second_approval_text(reissue_request: ReissueRequest, conditions: Sequence[Condition]) -> Mrkdwn:
    """The same in one sentence; empty where there is nothing to say."""
    is_waited_for = reissue_request.status in (RequestStatus.PENDING, RequestStatus.NEEDS_INFO)
    return second_approval_words(conditions if is_waited_for else ())


def match_note(reissue_request: ReissueRequest, *, is_matched: bool) -> list[Block]:
    """What was not checked of those who decide, as long as somebody may."""
    words = match_text(reissue_request, is_matched=is_matched)
    return [context(words)] if words else []


def match_text(reissue_request: ReissueRequest, *, is_matched: bool) -> Mrkdwn:
    """The same in one sentence; empty where there is nothing to say."""
    return Mrkdwn("" if is_matched or not reissue_request.status.is_open else NOT_MATCHED)


def stated_problem(problem: Problem, status: RequestStatus) -> tuple[Mrkdwn, list[Block]]:
    """Why a request stands still: our sentence, the API's own message as plain text, and the trace id.

    Of an unknown outcome only what the API itself said: the evidence, which stands beside it, says the rest.
    """
    blocks: list[Block] = []
    words = "" if status is RequestStatus.UNKNOWN else problem_words(problem, status)
    if words:
        blocks.append(section(Mrkdwn(f"*What went wrong:* {words}")))
    if problem.message and (words or problem.status_code):
        said = "Vitable said:" if problem.status_code else "What happened:"
        blocks.append(quoted(f"{said} {problem.message}"))
        words = f"{words} {said} {sentence(escape(one_line(problem.message, 500)))}".lstrip()
    if problem.trace_id:
        blocks.append(context(trace_words(problem.trace_id)))
        words = f"{words} {trace_words(problem.trace_id)}.".lstrip()
    return Mrkdwn(words), blocks


def problem_blocks(reissue_request: ReissueRequest) -> list[Block]:
    """The problem of a request that stands still."""
    problem = shown_problem(reissue_request)
    return stated_problem(problem, reissue_request.status)[1] if problem else []


def problem_text(reissue_request: ReissueRequest) -> Mrkdwn:
    """The same in one paragraph; empty where there is no problem."""
    problem = shown_problem(reissue_request)
    return stated_problem(problem, reissue_request.status)[0] if problem else Mrkdwn("")


def shown_problem(reissue_request: ReissueRequest) -> Problem | None:
    """The problem, in the statuses in which somebody has to know it."""
    standing_still = (RequestStatus.FAILED, RequestStatus.UNKNOWN, RequestStatus.CLOSED)
    return reissue_request.problem if reissue_request.status in standing_still else None


def evidence_blocks(attempts: Sequence[Attempt], problem: Problem | None, *, own: bool = False) -> list[Block]:
    """What is known of the last attempt, when its outcome is not. `own`: its reader, the requester, chooses nothing."""
    words = evidence_words(attempts, problem)
    evidence = [section(Mrkdwn(f"*What is known:* {words}"))] if words else []
    return evidence if own else [*evidence, context(Mrkdwn(NOT_TOLD_APART))]


def _enrollment_label(status: RequestStatus) -> str:
    if status is RequestStatus.REISSUED:
        return "Enrollment before"
    return "Enrollment now" if status.is_open else "Enrollment when requested"
