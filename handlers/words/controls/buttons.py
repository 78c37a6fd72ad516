"""The labels of buttons, and the questions before they take effect: each says exactly what will happen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED, RequestStatus
from handlers.ids import ActionId
from handlers.words.benefits import plan_and_tier
from handlers.words.employees import employee_words
from handlers.words.problems import warnings_words


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmWords:
    """A question before a button takes effect: title ≤ 100, text ≤ 300, answers ≤ 30 characters (Slack's limits)."""

    title: str
    text: str
    yes: str
    no: str = "Cancel"


Asks = Callable[[ReissueRequest, bool], ConfirmWords]
"""Makes the question from the request, and from whether people and plans may be named."""


@dataclass(frozen=True, slots=True)
class ButtonWords:
    """A button's label, and the question it asks first. `own_label` is for places where only the requester sees the
    button, so that it need not name the requester; `unnamed_label` is for cards that show no facts."""

    label: str
    asks: Asks | None = None
    own_label: str | None = None
    unnamed_label: str | None = None


def label_of(action: ActionId, *, own: bool = False, named: bool = True) -> str:
    """The label of a button; `own` where only the requester sees it, without `named` where no facts are shown."""
    words = _BUTTONS[action]
    if not named and words.unnamed_label:
        return words.unnamed_label
    return words.own_label if own and words.own_label else words.label


def confirm_words(action: ActionId, reissue_request: ReissueRequest, *, named: bool) -> ConfirmWords | None:
    """The question before a button takes effect; without `named`, it names no person and no plan."""
    words = _BUTTONS.get(action)
    return words.asks(reissue_request, named) if words and words.asks else None


def _approve(reissue_request: ReissueRequest, named: bool) -> ConfirmWords:
    given, needed = len(reissue_request.approvals) + 1, reissue_request.approvals_required
    effect = _effect(reissue_request, named=named)
    if given < needed:
        text = f"Yours is approval {given} of {needed}. Once all are given, the reissue {effect}."
    else:
        text = f"{effect[:1].upper()}{effect[1:]}. This is sent to Vitable at once."
    warned = _warned(reissue_request) if named else ""
    return ConfirmWords(title=f"Approve {reissue_request.label}?", text=text + warned, yes="Approve")


def _retry(reissue_request: ReissueRequest, named: bool) -> ConfirmWords:
    effect = _effect(reissue_request, named=named)
    text = f"The last try changed nothing. This sends the reissue once more: it {effect}."
    return ConfirmWords(title=f"Retry {reissue_request.label}?", text=text, yes="Retry")


def _take_over(reissue_request: ReissueRequest, _named: bool) -> ConfirmWords:
    text = (
        "You become its requester: its direct messages and questions come to you, and you cannot approve it. Approvers "
        "judge it again; earlier approvals no longer count."
    )
    return ConfirmWords(title=f"Take over {reissue_request.label}?", text=text, yes="Take over")


def _close(reissue_request: ReissueRequest, _named: bool) -> ConfirmWords:
    if reissue_request.status in UNDECIDED:
        text = "Ends the request, because its requester left. Nothing is sent to Vitable. It can be requested again."
        return ConfirmWords(title=f"Close {reissue_request.label}?", text=text, yes="Close it")
    end = "Ends the request. Nothing more is sent to Vitable."
    is_unknown = reissue_request.status is RequestStatus.UNKNOWN
    left = (
        "If the reissue did take effect, it stays in effect. The card keeps saying that the outcome is unknown. Look "
        "in Vitable before it is requested again."
        if is_unknown
        else "It can be requested again."
    )
    text = f"{end} {left}"
    return ConfirmWords(title=f"Close {reissue_request.label}?", text=text, yes="Close it")


def _check(reissue_request: ReissueRequest, _named: bool) -> ConfirmWords:
    text = "The bot looks in Vitable once more to see whether the reissue took effect. Nothing is sent."
    return ConfirmWords(title=f"Check {reissue_request.label} again?", text=text, yes="Check again")


def _send_again(reissue_request: ReissueRequest, _named: bool) -> ConfirmWords:
    text = (
        "Sends the reissue a second time. If the first one did take effect after all, this closes the enrollment it "
        "opened. Look in Vitable first."
    )
    return ConfirmWords(title=f"Send {reissue_request.label} again?", text=text, yes="Send again")


def _mark_done(reissue_request: ReissueRequest, _named: bool) -> ConfirmWords:
    number = reissue_request.label
    text = (
        f"Choose this if you saw in Vitable that the reissue took effect. A form asks for the new enrollment's id, if "
        f"you have it; then {number} counts as reissued, confirmed by you. Nothing is sent."
    )
    return ConfirmWords(title=f"Mark {number} as done?", text=text, yes="Continue")


_BUTTONS: Mapping[ActionId, ButtonWords] = MappingProxyType(
    {
        ActionId.APPROVE: ButtonWords("Approve", _approve),
        ActionId.APPROVE_FORM: ButtonWords("Approve with a note…", unnamed_label="Approve…"),
        ActionId.DENY: ButtonWords("Deny…"),
        ActionId.ASK: ButtonWords("Ask…"),
        ActionId.ANSWER: ButtonWords("Answer… (requester)", own_label="Answer…"),
        ActionId.CHANGE: ButtonWords("Change…"),
        ActionId.WITHDRAW: ButtonWords("Withdraw…"),
        ActionId.TAKE_OVER: ButtonWords("Take over", _take_over),
        ActionId.DETAILS: ButtonWords("Details"),
        ActionId.LOOK_AGAIN: ButtonWords("Look again"),
        ActionId.RETRY: ButtonWords("Retry", _retry),
        ActionId.CLOSE: ButtonWords("Close", _close),
        ActionId.CHECK: ButtonWords("Check again", _check),
        ActionId.SEND_AGAIN: ButtonWords("Send again", _send_again),
        ActionId.MARK_DONE: ButtonWords("Mark as done…", _mark_done),
        ActionId.REFRESH: ButtonWords("Refresh"),
        ActionId.TRY_AGAIN: ButtonWords("Try again"),
        ActionId.RECORD_EVENT: ButtonWords("Record an event…"),
        ActionId.REQUEST_AGAIN: ButtonWords("Request again…"),
        ActionId.NEW_REQUEST: ButtonWords("New request…"),
        ActionId.APPROVE_SEVERAL: ButtonWords("Approve several…"),
        ActionId.BACK: ButtonWords("Back"),
        ActionId.PREVIOUS: ButtonWords("Previous page"),
        ActionId.NEXT: ButtonWords("Next page"),
        ActionId.CHOOSE_EMPLOYEE: ButtonWords("Choose"),
        ActionId.REQUEST_FOR: ButtonWords("Request…"),
        ActionId.PREVIOUS_FOUND: ButtonWords("Previous page"),
        ActionId.NEXT_FOUND: ButtonWords("Next page"),
        ActionId.AWAY: ButtonWords("Away…"),
        ActionId.NOT_AWAY: ButtonWords("Back"),
    }
)


def _warned(reissue_request: ReissueRequest) -> str:
    """The card's warnings, repeated in the question."""
    warnings = warnings_words(reissue_request)
    return f" Note: {warnings}" if warnings else ""


def _effect(reissue_request: ReissueRequest, *, named: bool) -> str:
    closed = "the employee's enrollment"
    if named:
        plan = plan_and_tier(reissue_request.enrollment, reissue_request.product, 50)
        closed = f"{plan} for {employee_words(reissue_request.employee, 60)}"
    return f"closes {closed} and opens a new enrollment in which the employee chooses again"
