"""Problems, warnings and evidence in plain words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from approvals.model.attempt import Attempt, AttemptState
from approvals.model.request import Problem, ProblemCode, ReissueRequest, RequestWarning
from approvals.model.status import RequestStatus
from approvals.rules.deadlines import days_since_report
from benefits.outcome import OutcomeKind
from handlers.words.dates import counted, day, instant
from handlers.words.deadlines import asked_late_words
from handlers.words.documents import document_cautions_words
from handlers.words.mrkdwn import Mrkdwn, code

_WARNINGS: Mapping[RequestWarning, str] = MappingProxyType(
    {
        RequestWarning.QLE_PENDING: "The life event is not approved yet.",
        RequestWarning.WINDOW_NOT_OPEN: "The enrollment window had not opened when this was requested.",
        RequestWarning.OPENED_BY_US: (
            "An earlier reissue opened this enrollment: check that this is not the same change again."
        ),
    }
)
WARNINGS_TO_CHOOSE_BY: Mapping[RequestWarning, str] = MappingProxyType(
    {
        RequestWarning.QLE_PENDING: "not approved yet",
        RequestWarning.WINDOW_CLOSED: "window closed",
        RequestWarning.WINDOW_NOT_OPEN: "window not open yet",
        RequestWarning.OPENED_BY_US: "opened by an earlier reissue",
    }
)
PROBLEMS: Mapping[ProblemCode, str] = MappingProxyType(
    {
        ProblemCode.CHANGED_SINCE_APPROVAL: "The enrollment changed after the approval, so nothing was sent.",
        ProblemCode.NOT_FOUND: "Vitable does not know this enrollment, so nothing was sent.",
        ProblemCode.REFUSED: "Vitable refused the reissue, so this try changed nothing.",
        ProblemCode.CONFLICT: "Vitable reported a conflict.",
        ProblemCode.NOT_REACHED: (
            "Vitable could not be reached, or kept asking the bot to wait, so nothing was changed."
        ),
        ProblemCode.NO_ANSWER: "It is not known whether the reissue took effect.",
        ProblemCode.WRONG_KEY: "Vitable does not accept the bot's key, so nothing was sent.",
        ProblemCode.NO_ACCESS: "The bot's key has no access to this enrollment in Vitable, so nothing was sent.",
        ProblemCode.LAST_MONTH: "The plan year ends this month, so nothing can be reissued; nothing was sent.",
        ProblemCode.EVENT_NEEDED: (
            "Vitable asks for a life event now, and this request has none, so nothing was sent. "
            "Request it again with one."
        ),
        ProblemCode.EVENT_NOT_APPROVED: "The life event cannot be used in Vitable any more, so nothing was sent.",
        ProblemCode.OTHER_CONTRACT: (
            "This was requested before the bot changed to another version of Vitable's interface, so it was not sent "
            "now. Look in Vitable, then close it and request it again."
        ),
        ProblemCode.RESTORED: (
            "The bot's database was restored from a backup, so it is not known whether the reissue took effect."
        ),
    }
)
_LATE = "The enrollment window had closed on {end}, before it was sent: that may be why."
CONFLICT_SETTLED = "Vitable reported a conflict. The bot looked in Vitable: this try changed nothing."
_OUTCOMES: Mapping[OutcomeKind, str] = MappingProxyType(
    {
        OutcomeKind.NOT_SENT: "not sent: no connection could be made",
        OutcomeKind.NOT_PROCESSED: "not processed: Vitable asked to wait",
        OutcomeKind.REFUSED: "refused by Vitable",
        OutcomeKind.CONFLICT: "Vitable reported a conflict",
        OutcomeKind.REISSUED: "reissued",
        OutcomeKind.REISSUED_UNREADABLE: "reissued, but the answer could not be read",
        OutcomeKind.UNKNOWN: "outcome unknown: Vitable's answer was lost",
    }
)
_FOUND: Mapping[OutcomeKind, str] = MappingProxyType(
    {
        OutcomeKind.UNKNOWN: "Vitable did not confirm the reissue; the bot looked there and found this enrollment.",
        OutcomeKind.CONFLICT: "Vitable reported a conflict; the bot looked there and found this enrollment.",
        OutcomeKind.REISSUED_UNREADABLE: (
            "Vitable's answer could not be read; the bot looked there and found this enrollment."
        ),
    }
)

NOT_TOLD_APART = (
    "The bot cannot tell this reissue from one that a colleague made in Vitable at the same time: "
    "ask your colleagues before you choose."
)

EARLIER_TRY_IN_DOUBT = Mrkdwn(
    "⚠️ *Note:* It was sent again, and an earlier try was never confirmed. That one may have taken effect: look in "
    "Vitable before you choose."
)


def warnings_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """What approvers must know about a request: a sentence for each warning, and what is odd about the document."""
    is_late = RequestWarning.WINDOW_CLOSED
    sentences = [
        asked_late_words(reissue_request) if warning is is_late else _WARNINGS[warning]
        for warning in reissue_request.warnings
    ]
    if days := days_since_report(reissue_request.qle, reissue_request.asked_on):
        sentences.append(
            f"The life event was reported {counted(days, 'day')} before this request, so its window is probably over."
        )
    if odd := document_cautions_words(reissue_request.document, reissue_request.qle):
        sentences.append(odd)
    return Mrkdwn(" ".join(sentences))


def reported_long_ago_words(days: int) -> str:
    """The caution about a life event without a window, in the menu."""
    return f"reported {counted(days, 'day')} ago, window probably over"


def unexpected_words(reference: str, *, has_card: bool) -> Mrkdwn:
    """An error that no one foresaw: what to do, and the reference under which the log has it."""
    first = "Look at the card to see what was done, then try again" if has_card else "Try again"
    return Mrkdwn(
        f"Something went wrong in the bot. {first}. "
        f"If it happens again, give your administrator this reference: {code(reference)}"
    )


def trace_words(trace_id: str) -> Mrkdwn:
    """The id that Vitable's support needs to find the call."""
    return Mrkdwn(f"If you write to Vitable's support, name this trace id: {code(trace_id)}")


def outcome_words(attempt: Attempt) -> str:
    """The outcome of an attempt."""
    if attempt.state is AttemptState.SENDING or attempt.outcome is None:
        return "no outcome is recorded"
    if attempt.outcome is OutcomeKind.UNKNOWN and attempt.status_code:
        return "outcome unknown: Vitable answered with an error"
    return _OUTCOMES[attempt.outcome]


def problem_words(problem: Problem, status: RequestStatus) -> str:
    """Why a request does not go on. A conflict proves nothing by itself: failed means that reading back settled it."""
    was_settled = status is RequestStatus.FAILED or problem.unsettled is False
    if problem.code is ProblemCode.CONFLICT and was_settled:
        return CONFLICT_SETTLED
    late = f" {_LATE.format(end=day(problem.window_ended))}" if problem.window_ended else ""
    return PROBLEMS[problem.code] + late


def problem_shown(words: str) -> Mrkdwn:
    """The problem, with a label in front."""
    return Mrkdwn(f"*What went wrong:* {words}")


def said_label(problem: Problem) -> str:
    """The words in front of a problem's message: the API's own, or ours where it did not answer."""
    return "Vitable said:" if problem.status_code else "What happened:"


def lost_words(attempt: Attempt | None) -> str:
    """Why the outcome of an attempt is not clear."""
    outcome = attempt.outcome if attempt else None
    if outcome is OutcomeKind.CONFLICT:
        return "Vitable reported a conflict: it refused, or an earlier try had already taken effect."
    if outcome is OutcomeKind.REISSUED_UNREADABLE:
        return "Vitable did the reissue, but its answer could not be read."
    what = "Vitable answered with an error" if attempt and attempt.status_code else "Vitable's answer was lost"
    return f"{what}, so the reissue may or may not have taken effect."


def found_words(outcome: OutcomeKind | None) -> str | None:
    """How the enrollment was found if Vitable's answer did not say; None if it did."""
    return _FOUND.get(outcome) if outcome else None


def evidence_words(attempts: Sequence[Attempt], problem: Problem | None) -> Mrkdwn:
    """The evidence for an unknown outcome: when the reissue was sent, and when the enrollment was read back with which
    result."""
    if problem is not None and problem.at is not None:
        return Mrkdwn(
            f"A backup of the bot's database was restored {instant(problem.at)}. It does not "
            "show whether the reissue was sent after the backup was made."
        )
    return _of_attempt(attempts[-1], problem.left_out if problem else 0) if attempts else Mrkdwn("")


def evidence_shown(words: Mrkdwn) -> Mrkdwn:
    """The evidence, with a label in front."""
    return Mrkdwn(f"*What is known:* {words}")


def _of_attempt(attempt: Attempt, left_out: int) -> Mrkdwn:
    sent = f"Sent {instant(attempt.started_at)}. {lost_words(attempt)}"
    if attempt.read_back_at is None:
        return Mrkdwn(f"{sent} Vitable could not be read since then.")
    read = f"{sent} The bot last looked in Vitable {instant(attempt.read_back_at)}:"
    if left_out:
        return Mrkdwn(
            f"{read} {counted(left_out, 'enrollment')} of the employee could not be read, so a new one may be among "
            "them. The status of the enrollment to be reissued had not changed."
        )
    return Mrkdwn(
        f"{read} there was no new enrollment, and the status of the enrollment to be reissued had not "
        "changed. Vitable may still be working on it."
    )
