"""The beginning of a card's text: all that a phone shows of it in a notification, and what is read out first."""

from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.words.benefits import event_name
from handlers.words.dates import day
from handlers.words.mrkdwn import Mrkdwn, escape, mention, one_line
from handlers.words.removed import employee_name
from handlers.words.statuses import short_status_words, status_words

ROOM = 100
"""Characters of a text that a notification surely shows."""

MENTION = 12
"""Characters of a name in place of a mention."""

SHORTEST = 12
"""An event is not clipped further than this, so that a long name leaves something of it."""

_ASKED = {RequestStatus.PENDING: "decide", RequestStatus.NEEDS_INFO: "answer"}
_NOT_PRODUCTION = "🧪 "


def headline(reissue_request: ReissueRequest, server: str | None) -> Mrkdwn:
    """Employee, event, deadline, requester; long names are clipped so that all of them fit. `server` is one that is
    not production: a sign stands for it here."""
    sign, due = _sign(server), due_words(reissue_request)
    overdue = "⏰ " if reissue_request.is_overdue else ""
    state = f", {overdue}{due}, " if due else f" · {short_status_words(reissue_request)} · "
    taken = f"{sign}{reissue_request.label} : {state}asked by ."
    room = ROOM - MENTION - len(taken)
    name = one_line(reissue_request.employee.name)
    event = one_line(event_name(reissue_request.qle) or reissue_request.product or "reissue")
    event = one_line(event, max(min(SHORTEST, len(event)), room - len(name)))
    employee = employee_name(reissue_request, room - len(event))
    asked = mention(reissue_request.requester)
    return Mrkdwn(f"{sign}{reissue_request.label} {employee}: {escape(event)}{state}asked by {asked}.")


def little_headline(reissue_request: ReissueRequest, server: str | None) -> Mrkdwn:
    """Number, status and deadline, where nothing else may be shown."""
    due = due_words(reissue_request)
    status = status_words(reissue_request, named=False)
    return Mrkdwn(f"{_sign(server)}{reissue_request.label} · {status}{f', {due}' if due else ''}.")


def due_words(reissue_request: ReissueRequest) -> str:
    """The last day for the decision or the answer that it waits for: "decide by 17 Nov 2026"; empty without one."""
    verb, last = _ASKED.get(reissue_request.status), reissue_request.decide_until
    return f"{verb} by {day(last)}" if verb and last else ""


def _sign(server: str | None) -> str:
    return _NOT_PRODUCTION if server else ""
