"""The one table of transitions: each has a status, a verb, and the next status."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.errors import Refusal
from approvals.model.status import RequestStatus, Verb

_S, _V = RequestStatus, Verb


class NoLongerPossible(Refusal):
    """The request has moved on."""

    def __init__(self, status: RequestStatus, verb: Verb) -> None:
        super().__init__(f"a request that is {status} cannot {verb}")
        self.status = status
        self.verb = verb


TRANSITIONS: Mapping[tuple[RequestStatus, Verb], RequestStatus] = MappingProxyType(
    {
        (_S.PENDING, _V.APPROVE): _S.APPLYING,
        (_S.PENDING, _V.DENY): _S.DENIED,
        (_S.PENDING, _V.ASK): _S.NEEDS_INFO,
        (_S.PENDING, _V.EDIT): _S.PENDING,
        (_S.PENDING, _V.TAKE_OVER): _S.PENDING,
        (_S.PENDING, _V.CLOSE): _S.CLOSED,
        (_S.PENDING, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.PENDING, _V.EXPIRE): _S.EXPIRED,
        (_S.NEEDS_INFO, _V.ANSWER): _S.PENDING,
        (_S.NEEDS_INFO, _V.TAKE_OVER): _S.NEEDS_INFO,
        (_S.NEEDS_INFO, _V.CLOSE): _S.CLOSED,
        (_S.NEEDS_INFO, _V.DENY): _S.DENIED,
        (_S.NEEDS_INFO, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.NEEDS_INFO, _V.EXPIRE): _S.EXPIRED,
        (_S.APPLYING, _V.SUCCEED): _S.REISSUED,
        (_S.APPLYING, _V.FAIL): _S.FAILED,
        (_S.APPLYING, _V.LOSE): _S.CHECKING,
        (_S.APPLYING, _V.RESTORE): _S.UNKNOWN,
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
    """The status after a verb; raises NoLongerPossible if the table has no such transition."""
    try:
        return TRANSITIONS[status, verb]
    except KeyError as nowhere:
        raise NoLongerPossible(status, verb) from nowhere
