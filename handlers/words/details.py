"""*Details* in words: the headings, and one line for each decision and each try."""

from datetime import datetime

from approvals.model.attempt import Attempt
from approvals.model.request import Decision, ReissueRequest, Verdict
from handlers.words.dates import counted, instant
from handlers.words.departures import because_words
from handlers.words.documents import document_seen
from handlers.words.mrkdwn import Mrkdwn, code, mention
from handlers.words.problems import outcome_words

BEFORE, AFTER = Mrkdwn("*Enrollment when requested*"), Mrkdwn("*Enrollment after the reissue*")
DECISIONS, TRIES, TIMELINE = Mrkdwn("*Decisions*"), Mrkdwn("*Sending to Vitable*"), Mrkdwn("*Timeline*")
RULES = Mrkdwn("*Rules for this kind of event*")
CONVERSATION = Mrkdwn("*Questions, answers and changes*")
REMARK, DECISION, TRY, EVENT = "remark", "decision", "try", "event"


def decision_words(decision: Decision, revision: int) -> Mrkdwn:
    """Who decided, on what ground, which document they saw, and when; `revision` is the request's, so that a void
    decision can be told."""
    verdict = "Approved" if decision.verdict is Verdict.APPROVE else "Denied"
    ground = "" if decision.ground == decision.approver else f", as a member of {mention(decision.ground)}"
    void = "" if decision.revision == revision else " (before the request was changed; no longer counts)"
    if decision.void is not None:
        void = f" (no longer counts: {because_words(decision.void)})"
    seen = f". {document_seen(decision.document)}" if decision.document else ""
    return Mrkdwn(f"{verdict} by {mention(decision.approver)}{ground}, {instant(decision.at)}{void}{seen}")


def attempt_words(attempt: Attempt) -> Mrkdwn:
    """The start and the outcome of a try."""
    facts = [
        f"Try {attempt.n}, {instant(attempt.started_at)}: {outcome_words(attempt)}",
        f"trace id {code(attempt.trace_id)}" if attempt.trace_id else "",
        f"last looked in Vitable {instant(attempt.read_back_at)}" if attempt.read_back_at else "",
    ]
    return Mrkdwn(" · ".join(fact for fact in facts if fact))


def not_shown_words(earlier: int, what: str) -> Mrkdwn:
    """How many events, decisions, tries or remarks are left out; `what` is the name of one."""
    return Mrkdwn(f"{_counted(earlier, what)} not shown.")


def _counted(earlier: int, what: str) -> str:
    return f"{earlier} earlier tries" if what == TRY and earlier > 1 else counted(earlier, f"earlier {what}")


def repeated_words(words: Mrkdwn, times: int) -> Mrkdwn:
    """A line that stands for several events which differ only in their time; it has the time of the last one."""
    return Mrkdwn(f"{words} ({times} times, this was the last)") if times > 1 else words


def ids_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """The ids of a request, its employee, its enrollments and its life event."""
    summary = reissue_request.summary
    new_enrollment_id = summary.id if summary else reissue_request.new_enrollment_id
    known = [
        ("Request", str(reissue_request.id)),
        ("Employee", reissue_request.employee.id),
        ("Enrollment", reissue_request.enrollment.id),
        ("Life event", reissue_request.qle_id or ""),
        ("New enrollment", new_enrollment_id or ""),
    ]
    return Mrkdwn(" · ".join(f"{name}: {code(value)}" for name, value in known if value))


def as_of_words(now: datetime) -> Mrkdwn:
    """When the details were read."""
    return Mrkdwn(f"As of {instant(now)}")
