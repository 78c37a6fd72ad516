"""The next step and who has to take it: one sentence for each status."""

from datetime import date

from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED, RequestStatus
from handlers.words.deadlines import decide_by, overdue_words
from handlers.words.mrkdwn import Mrkdwn, mentions
from handlers.words.problems import PROBLEMS


def next_step(
    reissue_request: ReissueRequest, approvers: tuple[str, ...], today: date, *, named: bool = True
) -> Mrkdwn:
    """Whose turn it is and what they can do, or what the bot does, or how it ended. It names no employee; without
    `named`, the thread has no summary."""
    overdue, by = overdue_words(reissue_request), decide_by(reissue_request, today)
    match reissue_request.status:
        case RequestStatus.PENDING | RequestStatus.NEEDS_INFO if reissue_request.requester_left is not None:
            return Mrkdwn(f"{overdue}{_called(approvers)}please decide what happens with it{by}.")
        case RequestStatus.PENDING:
            return Mrkdwn(f"{overdue}{_called(approvers)}please approve or deny{by}.")
        case RequestStatus.NEEDS_INFO:
            return Mrkdwn(
                f"{overdue}The requester has to answer a question{by}. *Answer…* is here and in the direct message. "
                "It cannot be approved until then."
            )
        case RequestStatus.FAILED | RequestStatus.UNKNOWN:
            return Mrkdwn(f"{_called(approvers)}{_CHOICE[reissue_request.status]}")
        case RequestStatus.CLOSED:
            return Mrkdwn(_closed(reissue_request))
        case _:
            step = _on_hold(reissue_request) if reissue_request.on_hold else _STEPS[reissue_request.status]
            return Mrkdwn(f"{step} {_summary(reissue_request) if named else ''}".rstrip())


def no_one_decides(reissue_request: ReissueRequest) -> Mrkdwn:
    """In place of the next step, where no route names the employer any more."""
    withdraw = " Its requester can withdraw it." if reissue_request.status in UNDECIDED else ""
    return Mrkdwn(
        "⚠️ *No approvers:* none are set up for this employer, so it cannot be decided. Ask your administrator to set "
        f"them up.{withdraw}"
    )


def calls_approvers(reissue_request: ReissueRequest) -> bool:
    """Whether it is the approvers' turn."""
    is_without_requester = reissue_request.status in UNDECIDED and reissue_request.requester_left is not None
    return is_without_requester or reissue_request.status in (RequestStatus.PENDING, *_CHOICE)


_CHOICE = {
    RequestStatus.FAILED: "please choose *Retry* or *Close*.",
    RequestStatus.UNKNOWN: "please look in Vitable, then choose below what happens next.",
}

_STEPS = {
    RequestStatus.REISSUED: "The reissue took effect.",
    RequestStatus.APPLYING: "The bot is sending the reissue to Vitable. You need not do anything.",
    RequestStatus.CHECKING: (
        "The bot is looking in Vitable to see whether the reissue took effect. You need not do anything."
    ),
    RequestStatus.WITHDRAWN: "The requester took it back. Nothing was sent to Vitable.",
    RequestStatus.DENIED: "Nothing was sent to Vitable.",
    RequestStatus.EXPIRED: "It was not decided in time. Nothing was sent to Vitable; it can be requested again.",
}

ON_HOLD = (
    "Sending is switched off for now. The bot sends the reissue to Vitable as soon as it is switched on again. "
    "You need not do anything."
)

_REFUSED = (
    "{problem} An operator has to look at the key. The bot sends the reissue as soon as the key works. "
    "You need not do anything."
)


def _called(approvers: tuple[str, ...]) -> str:
    return f"{mentions(approvers)} " if approvers else "Approvers: "


def _on_hold(reissue_request: ReissueRequest) -> str:
    problem = reissue_request.problem
    return ON_HOLD if problem is None else _REFUSED.format(problem=PROBLEMS[problem.code])


def _summary(reissue_request: ReissueRequest) -> str:
    """Where the summary of the new enrollment is, or why there is none; empty before the reissue took effect."""
    if reissue_request.status is not RequestStatus.REISSUED:
        return ""
    if reissue_request.summary is not None:
        return "The summary is in the thread."
    if reissue_request.awaits_summary:
        return "The bot could not read the new enrollment yet; its summary follows in the thread."
    return "There is no summary of the new enrollment: look in Vitable."


def _closed(reissue_request: ReissueRequest) -> str:
    if reissue_request.is_closed_unknown:
        return (
            "Closed without knowing whether the reissue took effect. Nothing more is sent to Vitable. Look there "
            "before you request it again."
        )
    if reissue_request.requester_left is not None:
        return "Its requester left. Nothing was sent to Vitable; it can be requested again."
    return "Closed after a failure. The last try changed nothing; it can be requested again."
