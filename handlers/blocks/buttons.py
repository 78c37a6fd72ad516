"""The buttons of a request: what each wants, when it is offered, and how it is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from approvals.model.event import EventKind
from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus, Verb
from handlers.blocks.drawn import Block
from handlers.blocks.elements import actions, button, confirm
from handlers.carried import SeenRevision
from handlers.ids import ActionId
from handlers.words.controls.buttons import confirm_words, label_of

_A, _S = ActionId, RequestStatus


@dataclass(frozen=True, slots=True)
class RequestButton:
    """A button of a request. `wanted` is the audit's name for its effect, also where it is refused; `verb` moves the
    request, where the button does. The card has the button in the statuses `on_card`, and in `once_left` only once the
    requester left, who is `needed` for some; the requester's copy has it in the statuses `on_own_copy`. One that
    `needs_facts` is only on cards that show what is decided."""

    action: ActionId
    wanted: EventKind
    verb: Verb | None = None
    on_card: tuple[RequestStatus, ...] = ()
    on_own_copy: tuple[RequestStatus, ...] = ()
    once_left: tuple[RequestStatus, ...] = ()
    needed: bool = False
    style: str | None = None
    needs_facts: bool = False


_IN_ORDER = (
    RequestButton(
        _A.APPROVE, EventKind.APPROVED, Verb.APPROVE, on_card=(_S.PENDING,), style="primary", needs_facts=True
    ),
    RequestButton(_A.APPROVE_FORM, EventKind.APPROVED, Verb.APPROVE, on_card=(_S.PENDING,)),
    RequestButton(
        _A.ANSWER,
        EventKind.ANSWERED,
        Verb.ANSWER,
        on_card=(_S.NEEDS_INFO,),
        on_own_copy=(_S.NEEDS_INFO,),
        needed=True,
        style="primary",
    ),
    RequestButton(_A.DENY, EventKind.DENIED, Verb.DENY, on_card=(_S.PENDING, _S.NEEDS_INFO), style="danger"),
    RequestButton(_A.ASK, EventKind.ASKED, Verb.ASK, on_card=(_S.PENDING,), needed=True),
    RequestButton(_A.CHANGE, EventKind.EDITED, Verb.EDIT, on_own_copy=(_S.PENDING,)),
    RequestButton(
        _A.WITHDRAW,
        EventKind.WITHDRAWN,
        Verb.WITHDRAW,
        on_own_copy=(_S.PENDING, _S.NEEDS_INFO),
    ),
    RequestButton(
        _A.TAKE_OVER, EventKind.TAKEN_OVER, Verb.TAKE_OVER, once_left=(_S.PENDING, _S.NEEDS_INFO), style="primary"
    ),
    RequestButton(_A.RETRY, EventKind.RETRIED, Verb.RETRY, on_card=(_S.FAILED,), style="primary"),
    RequestButton(_A.CHECK, EventKind.CHECKED, Verb.CHECK, on_card=(_S.UNKNOWN,)),
    RequestButton(_A.SEND_AGAIN, EventKind.SENT_AGAIN, Verb.SEND_AGAIN, on_card=(_S.UNKNOWN,), style="danger"),
    RequestButton(_A.MARK_DONE, EventKind.MARKED_DONE, Verb.MARK_DONE, on_card=(_S.UNKNOWN,)),
    RequestButton(
        _A.CLOSE,
        EventKind.CLOSED,
        Verb.CLOSE,
        on_card=(_S.FAILED, _S.UNKNOWN),
        once_left=(_S.PENDING, _S.NEEDS_INFO),
    ),
    RequestButton(_A.APPROVE_ALL, EventKind.APPROVED),
    RequestButton(_A.DENY_ALL, EventKind.DENIED),
    RequestButton(_A.WITHDRAW_ALL, EventKind.WITHDRAWN),
    RequestButton(_A.REQUEST_AGAIN, EventKind.SUBMITTED, on_own_copy=(_S.DENIED, _S.WITHDRAWN, _S.EXPIRED, _S.CLOSED)),
    RequestButton(_A.REFRESH, EventKind.REFRESHED),
    RequestButton(_A.LOOK_AGAIN, EventKind.VIEWED),
    RequestButton(_A.DETAILS, EventKind.VIEWED, on_card=tuple(_S), on_own_copy=tuple(_S)),
)

_DECIDING = frozenset({_A.APPROVE_FORM, _A.DENY, _A.ASK})

REQUEST_BUTTONS = {each.action: each for each in _IN_ORDER}
"""By the action, in the order on the screen."""


def wanted_by(action: ActionId) -> EventKind | None:
    """The audit's name for the effect of a button; None for a button that is not about a request."""
    known = REQUEST_BUTTONS.get(action)
    return known.wanted if known else None


def buttons_for(status: RequestStatus, *, has_left: bool = False, named: bool = True) -> tuple[ActionId, ...]:
    """The buttons of the card. All readers see them; whether a person may press one is checked at the click.

    `has_left`: the requester left, so that others decide what becomes of the request. Without `named` the card shows
    no facts.
    """
    offered = (each for each in _IN_ORDER if named or not each.needs_facts)
    return tuple(each.action for each in offered if _is_on_card(each, status, has_left=has_left))


def own_buttons_for(status: RequestStatus) -> tuple[ActionId, ...]:
    """The buttons of the requester's copy."""
    return tuple(each.action for each in _IN_ORDER if status in each.on_own_copy)


def deciding_buttons_for(status: RequestStatus, *, has_left: bool) -> tuple[ActionId, ...]:
    """The buttons of an approver away from the card. Approving takes the form there: it says all that the card does."""
    return tuple(action for action in buttons_for(status, has_left=has_left) if action in _DECIDING)


def button_row(
    reissue_request: ReissueRequest,
    offered: Iterable[ActionId],
    *,
    named: bool,
    own: bool = False,
    styled: bool = True,
) -> Block:
    """Buttons that carry the revision the reader saw. With `own`, only the requester sees them, so labels need not say
    that. Without `styled`, all look alike, as in a list with many rows."""
    row = [_drawn(reissue_request, action, named=named, own=own) for action in offered]
    return actions(row if styled else [{name: part for name, part in each.items() if name != "style"} for each in row])


def _is_on_card(each: RequestButton, status: RequestStatus, *, has_left: bool) -> bool:
    if not has_left:
        return status in each.on_card
    return status in each.once_left or (status in each.on_card and not each.needed)


def _style(action: ActionId, reissue_request: ReissueRequest, *, named: bool) -> str | None:
    """Once the requester left, approving is not the next step, and after a refusal by the API another try is not. Where
    it takes a form, the form's button is the one."""
    each, problem = REQUEST_BUTTONS[action], reissue_request.problem
    is_next = reissue_request.requester_left is None or bool(each.once_left)
    if action is ActionId.RETRY and problem is not None and problem.code is ProblemCode.REFUSED:
        return None
    style = "primary" if action is ActionId.APPROVE_FORM and not named else each.style
    return style if is_next or style != "primary" else None


def _drawn(reissue_request: ReissueRequest, action: ActionId, *, named: bool, own: bool) -> Block:
    words, style = confirm_words(action, reissue_request, named=named), _style(action, reissue_request, named=named)
    asks = None if words is None else confirm(words, style="danger" if style == "danger" else "primary")
    value = str(SeenRevision(reissue_request.id, reissue_request.revision))
    return button(label_of(action, own=own, named=named), action, value, style=style, asks=asks)
