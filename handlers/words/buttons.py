"""What buttons are called, and what is said before they take effect: exactly what will happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.ids import ActionId
from handlers.words.benefits import plan_and_tier
from handlers.words.mrkdwn import one_line
from handlers.words.problems import WARNINGS

LABELS: Mapping[ActionId, str] = MappingProxyType(
    {
        ActionId.APPROVE: "Approve",
        ActionId.DENY: "Deny…",
        ActionId.ASK: "Ask…",
        ActionId.ANSWER: "Answer… (requester)",
        ActionId.CHANGE: "Change…",
        ActionId.WITHDRAW: "Withdraw… (requester)",
        ActionId.DETAILS: "Details",
        ActionId.RETRY: "Retry",
        ActionId.CLOSE: "Close",
        ActionId.CHECK: "Check again",
        ActionId.SEND_AGAIN: "Send again",
        ActionId.MARK_DONE: "Mark as done…",
        ActionId.REFRESH: "Refresh",
        ActionId.TRY_AGAIN: "Try again",
        ActionId.REQUEST_AGAIN: "Request again…",
        ActionId.NEW_REQUEST: "New request…",
        ActionId.PREVIOUS: "Previous page",
        ActionId.NEXT: "Next page",
    }
)
OWN_LABELS: Mapping[ActionId, str] = MappingProxyType({ActionId.ANSWER: "Answer…", ActionId.WITHDRAW: "Withdraw…"})
"""Where only the requester sees them, labels need not say for whom they are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmWords:
    """A question before a button takes effect: title ≤ 100, text ≤ 300, answers ≤ 30 characters (Slack's limits)."""

    title: str
    text: str
    yes: str
    no: str = "Cancel"


def confirm_words(action: ActionId, reissue_request: ReissueRequest, *, named: bool) -> ConfirmWords | None:
    """What is asked before a button takes effect; without `named`, nobody and no plan is named."""
    number, effect = reissue_request.label, _effect(reissue_request, named=named)
    match action:
        case ActionId.APPROVE:
            text = _approval(reissue_request, effect) + (_warned(reissue_request) if named else "")
            return ConfirmWords(title=f"Approve {number}?", text=text, yes="Approve")
        case ActionId.RETRY:
            text = f"The last try changed nothing. This sends the reissue once more: it {effect}."
            return ConfirmWords(title=f"Retry {number}?", text=text, yes="Retry")
        case ActionId.CLOSE:
            return ConfirmWords(title=f"Close {number}?", text=_closing(reissue_request), yes="Close it")
        case _:
            return _confirm_of_unknown(action, number)


def _confirm_of_unknown(action: ActionId, number: str) -> ConfirmWords | None:
    match action:
        case ActionId.CHECK:
            text = "Reads the enrollment from Vitable once more to find out what happened. Nothing is sent."
            return ConfirmWords(title=f"Check {number} again?", text=text, yes="Check again")
        case ActionId.SEND_AGAIN:
            text = (
                "Sends the reissue a second time. If the first one did take effect after all, this closes the "
                "enrollment it opened. Look in Vitable first."
            )
            return ConfirmWords(title=f"Send {number} again?", text=text, yes="Send again")
        case ActionId.MARK_DONE:
            text = (
                f"Choose this if you saw in Vitable that the reissue took effect. A form asks for the new enrollment; "
                f"then {number} counts as reissued, confirmed by you. Nothing is sent."
            )
            return ConfirmWords(title=f"Mark {number} as done?", text=text, yes="Continue")
        case _:
            return None


def _approval(reissue_request: ReissueRequest, effect: str) -> str:
    given, needed = len(reissue_request.approvals) + 1, reissue_request.approvals_required
    if given < needed:
        return f"Yours is approval {given} of {needed}. Once all are given, the reissue {effect}."
    return f"{effect[:1].upper()}{effect[1:]}. Vitable is told at once."


def _warned(reissue_request: ReissueRequest) -> str:
    """What stands as a warning on the card, said once more where it counts."""
    warnings = " ".join(WARNINGS[warning] for warning in reissue_request.warnings)
    return f" Note: {warnings}" if warnings else ""


def _effect(reissue_request: ReissueRequest, *, named: bool) -> str:
    closed = "the employee's enrollment"
    if named:
        plan = plan_and_tier(reissue_request.enrollment, reissue_request.product, 50)
        closed = f"{plan} for {one_line(reissue_request.employee.name, 50)}"
    return f"closes {closed} and opens a new enrollment in which the employee chooses again"


def _closing(reissue_request: ReissueRequest) -> str:
    end = "Ends the request without another try, and nothing is sent to Vitable."
    if reissue_request.status is RequestStatus.UNKNOWN:
        return f"{end} If the first reissue did take effect, it stays in effect. A new request is possible afterwards."
    return f"{end} The enrollment stays as it is. A new request is possible afterwards."
