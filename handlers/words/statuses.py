"""The name of each status of a request, on every card."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.words.mrkdwn import Mrkdwn, mention

_WORDS: Mapping[RequestStatus, str] = MappingProxyType(
    {
        RequestStatus.PENDING: "Waiting for approval",
        RequestStatus.NEEDS_INFO: "Needs information",
        RequestStatus.APPLYING: "Approved, applying…",
        RequestStatus.CHECKING: "Checking the outcome…",
        RequestStatus.REISSUED: "Reissued",
        RequestStatus.FAILED: "Failed",
        RequestStatus.UNKNOWN: "Outcome unknown",
        RequestStatus.WITHDRAWN: "Withdrawn",
        RequestStatus.DENIED: "Denied",
        RequestStatus.EXPIRED: "Expired",
        RequestStatus.CLOSED: "Closed, not reissued",
    }
)
ON_HOLD = "Approved, on hold"
CLOSED_UNKNOWN, _SIGN_OF_CLOSED_UNKNOWN = "Closed, outcome unknown", "❔"
_SIGNS: Mapping[RequestStatus, str] = MappingProxyType(
    {
        RequestStatus.PENDING: "🟡",
        RequestStatus.NEEDS_INFO: "💬",
        RequestStatus.APPLYING: "⏳",
        RequestStatus.CHECKING: "🔎",
        RequestStatus.REISSUED: "✅",
        RequestStatus.FAILED: "🔴",
        RequestStatus.UNKNOWN: "⚠️",
        RequestStatus.WITHDRAWN: "⚪",
        RequestStatus.DENIED: "⛔",
        RequestStatus.EXPIRED: "⚪",
        RequestStatus.CLOSED: "⚪",
    }
)


def status_words(reissue_request: ReissueRequest, *, named: bool = True) -> Mrkdwn:
    """The status, as cards say it; without `named`, it mentions no person."""
    words = short_status_words(reissue_request)
    if reissue_request.status is RequestStatus.PENDING and reissue_request.approvals_required > 1:
        words += f" ({len(reissue_request.approvals)} of {reissue_request.approvals_required})"
    if reissue_request.is_overdue:
        words += " · overdue"
    if reissue_request.status is RequestStatus.REISSUED and reissue_request.confirmed_by and named:
        words += f" (confirmed by {mention(reissue_request.confirmed_by)})"
    if reissue_request.awaits_election:
        words += " · waiting for the employee's election"
    return Mrkdwn(words)


def short_status_words(reissue_request: ReissueRequest) -> str:
    """The status in two or three words."""
    if reissue_request.is_closed_unknown:
        return CLOSED_UNKNOWN
    return ON_HOLD if reissue_request.on_hold else _WORDS[reissue_request.status]


def status_sign(reissue_request: ReissueRequest) -> str:
    """A sign before the words, for finding a card quickly; never without the words."""
    return _SIGN_OF_CLOSED_UNKNOWN if reissue_request.is_closed_unknown else _SIGNS[reissue_request.status]


def status_name(status: RequestStatus) -> str:
    """The name of a status alone."""
    return _WORDS[status]
