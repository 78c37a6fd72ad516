"""Which buttons a request has in each status, and what each asks before it takes effect."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus, Verb
from handlers.blocks.drawn import Block
from handlers.blocks.elements import actions, button, confirm
from handlers.ids import ActionId, SeenRevision
from handlers.words.buttons import LABELS, OWN_LABELS, confirm_words

_A = ActionId

VERB_OF: Mapping[ActionId, Verb] = MappingProxyType(
    {
        _A.APPROVE: Verb.APPROVE,
        _A.DENY: Verb.DENY,
        _A.ASK: Verb.ASK,
        _A.ANSWER: Verb.ANSWER,
        _A.CHANGE: Verb.EDIT,
        _A.WITHDRAW: Verb.WITHDRAW,
        _A.RETRY: Verb.RETRY,
        _A.CLOSE: Verb.CLOSE,
        _A.CHECK: Verb.CHECK,
        _A.SEND_AGAIN: Verb.SEND_AGAIN,
        _A.MARK_DONE: Verb.MARK_DONE,
    }
)
"""The verb behind each button that moves a request."""

_OFFERED: Mapping[RequestStatus, tuple[ActionId, ...]] = MappingProxyType(
    {
        RequestStatus.PENDING: (_A.APPROVE, _A.DENY, _A.ASK, _A.WITHDRAW),
        RequestStatus.NEEDS_INFO: (_A.ANSWER, _A.DENY, _A.WITHDRAW),
        RequestStatus.FAILED: (_A.RETRY, _A.CLOSE),
        RequestStatus.UNKNOWN: (_A.CHECK, _A.SEND_AGAIN, _A.MARK_DONE, _A.CLOSE),
    }
)
_OFFERED_TO_REQUESTER: Mapping[RequestStatus, tuple[ActionId, ...]] = MappingProxyType(
    {
        RequestStatus.PENDING: (_A.CHANGE, _A.WITHDRAW),
        RequestStatus.NEEDS_INFO: (_A.ANSWER, _A.WITHDRAW),
        RequestStatus.EXPIRED: (_A.REQUEST_AGAIN,),
    }
)
_STYLES: Mapping[ActionId, str] = MappingProxyType(
    {_A.APPROVE: "primary", _A.DENY: "danger", _A.SEND_AGAIN: "danger", _A.RETRY: "primary", _A.ANSWER: "primary"}
)


def buttons_for(status: RequestStatus) -> tuple[ActionId, ...]:
    """What can be pressed on the card, for everybody to see; who may is checked at the click."""
    return (*_OFFERED.get(status, ()), _A.DETAILS)


def own_buttons_for(status: RequestStatus) -> tuple[ActionId, ...]:
    """What can be pressed on the requester's copy."""
    return (*_OFFERED_TO_REQUESTER.get(status, ()), _A.DETAILS)


def button_row(
    reissue_request: ReissueRequest, offered: Iterable[ActionId], *, named: bool, own: bool = False
) -> Block:
    """Buttons that carry which revision was seen. `own`: only the requester sees them, so no label says for whom."""
    return actions([_button(reissue_request, action, named=named, own=own) for action in offered])


def _button(reissue_request: ReissueRequest, action: ActionId, *, named: bool, own: bool) -> Block:
    words = confirm_words(action, reissue_request, named=named)
    style = _STYLES.get(action)
    asks = None if words is None else confirm(words, style="danger" if style == "danger" else "primary")
    label = OWN_LABELS.get(action, LABELS[action]) if own else LABELS[action]
    value = str(SeenRevision(reissue_request.id, reissue_request.revision))
    return button(label, action, value, style=style, asks=asks)
