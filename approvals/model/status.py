"""The statuses of a request, the verbs that move it, and the one table that says which verb leads where."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from approvals.errors import NoLongerPossible


class RequestStatus(StrEnum):
    """Where a request stands. Not to be confused with the status of an enrollment."""

    PENDING = "pending"
    """Waiting for approvers."""
    NEEDS_INFO = "needs_info"
    """Waiting for the requester's answer to a question."""
    APPLYING = "applying"
    """Approved; the bot is sending the reissue, or waiting until it may."""
    CHECKING = "checking"
    """The outcome of an attempt is not known; the bot is reading back."""
    REISSUED = "reissued"
    """Done: the enrollment was reissued."""
    FAILED = "failed"
    """Certainly not done; an approver may retry or close."""
    UNKNOWN = "unknown"
    """Reading back did not settle it; an approver says what happens next."""
    WITHDRAWN = "withdrawn"
    """The requester took it back."""
    DENIED = "denied"
    """An approver said no."""
    EXPIRED = "expired"
    """Nobody decided in time."""
    CLOSED = "closed"
    """Given up after a failure or an unknown outcome: not reissued."""

    @property
    def is_open(self) -> bool:
        """Whether the request still keeps others for the same enrollment out."""
        return self in OPEN


class Verb(StrEnum):
    """What moves a request: done by a person, by the clock, or by the bot."""

    APPROVE = "approve"
    DENY = "deny"
    ASK = "ask"
    ANSWER = "answer"
    EDIT = "edit"
    """The requester changes, unasked, what approvers judge."""
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    SUCCEED = "succeed"
    FAIL = "fail"
    LOSE = "lose"
    """The outcome of an attempt is not known."""
    GIVE_UP = "give_up"
    """Reading back found nothing."""
    HOLD = "hold"
    """The operator restored a backup: what was sent after it was taken is not known."""
    RETRY = "retry"
    CHECK = "check"
    SEND_AGAIN = "send_again"
    MARK_DONE = "mark_done"
    CLOSE = "close"


_S, _V = RequestStatus, Verb

OPEN = frozenset({_S.PENDING, _S.NEEDS_INFO, _S.APPLYING, _S.CHECKING, _S.FAILED, _S.UNKNOWN})
"""At most one open request per enrollment."""

TRANSITIONS: Mapping[tuple[RequestStatus, Verb], RequestStatus] = MappingProxyType(
    {
        (_S.PENDING, _V.APPROVE): _S.APPLYING,
        (_S.PENDING, _V.DENY): _S.DENIED,
        (_S.PENDING, _V.ASK): _S.NEEDS_INFO,
        (_S.PENDING, _V.EDIT): _S.PENDING,
        (_S.PENDING, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.PENDING, _V.EXPIRE): _S.EXPIRED,
        (_S.NEEDS_INFO, _V.ANSWER): _S.PENDING,
        (_S.NEEDS_INFO, _V.DENY): _S.DENIED,
        (_S.NEEDS_INFO, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.NEEDS_INFO, _V.EXPIRE): _S.EXPIRED,
        (_S.APPLYING, _V.SUCCEED): _S.REISSUED,
        (_S.APPLYING, _V.FAIL): _S.FAILED,
        (_S.APPLYING, _V.LOSE): _S.CHECKING,
        (_S.APPLYING, _V.HOLD): _S.UNKNOWN,
        (_S.CHECKING, _V.SUCCEED): _S.REISSUED,
        (_S.CHECKING, _V.FAIL): _S.FAILED,
        (_S.CHECKING, _V.GIVE_UP): _S.UNKNOWN,
        (_S.FAILED, _V.RETRY): _S.APPLYING,
        (_S.FAILED, _V.CLOSE): _S.CLOSED,
        (_S.UNKNOWN, _V.CHECK): _S.CHECKING,
        (_S.UNKNOWN, _V.SEND_AGAIN): _S.APPLYING,
        (_S.UNKNOWN, _V.MARK_DONE): _S.REISSUED,
        (_S.UNKNOWN, _V.CLOSE): _S.CLOSED,
    }
)


def status_after(status: RequestStatus, verb: Verb) -> RequestStatus:
    """The status a verb leads to; raises NoLongerPossible where it leads nowhere."""
    try:
        return TRANSITIONS[status, verb]
    except KeyError as nowhere:
        raise NoLongerPossible(status, verb) from nowhere


def possible_verbs(status: RequestStatus) -> frozenset[Verb]:
    """The verbs that lead somewhere from this status."""
    return frozenset(verb for origin, verb in TRANSITIONS if origin is status)
