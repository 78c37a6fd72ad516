"""One request in one line: in the Home tab, in the answers to `/reissue`, and in a digest."""

from approvals.model.digest import WaitingRequest
from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry
from approvals.model.request import ReissueRequest
from handlers.words.benefits import event_name, plan_words
from handlers.words.controls.copies import open_card
from handlers.words.deadlines import decide_by
from handlers.words.groups import FOLLOWS
from handlers.words.mrkdwn import Mrkdwn, escape, mention
from handlers.words.overview import CHANGED_BY_NEWER, UNDELIVERABLE, due_words
from handlers.words.removed import employee_name
from handlers.words.statuses import status_sign, status_words


def entry_line(entry: Entry | NewerRequest, reader_id: str, to_card: str | None, *, follows: bool = False) -> Mrkdwn:
    """Number, employee, plan, event, status, days left; who asked, where it was not the reader; a link to the card.
    `follows`: it stands below another request of its group.

    Readers who may not see what it is about get number, status and days left. Of a request that only a later release
    understands everyone gets its number.
    """
    if isinstance(entry, NewerRequest):
        parts = [f"🆕 *{entry.label}*", CHANGED_BY_NEWER, open_card(to_card) if to_card else ""]
        return Mrkdwn(" · ".join(part for part in parts if part))
    reissue_request = entry.reissue_request
    is_own = reissue_request.requester == reader_id
    parts = [
        f"{f'{FOLLOWS} ' if follows else ''}{status_sign(reissue_request)} *{reissue_request.label}*",
        *(_facts(reissue_request) if entry.is_named else ()),
        status_words(reissue_request, named=entry.is_named),
        due_words(entry),
        UNDELIVERABLE if entry.is_undeliverable else "",
        "" if is_own else f"from {mention(reissue_request.requester)}",
        open_card(to_card) if to_card else "",
    ]
    return Mrkdwn(" · ".join(part for part in parts if part))


def _facts(reissue_request: ReissueRequest) -> list[str]:
    return [
        employee_name(reissue_request),
        _plan(reissue_request),
        escape(event_name(reissue_request.qle)),
    ]


def _plan(reissue_request: ReissueRequest) -> Mrkdwn:
    return escape(plan_words(reissue_request.enrollment, reissue_request.product, 40))


def waiting_line(waiting: WaitingRequest, to_card: str | None, *, follows: bool = False) -> Mrkdwn:
    """Number, last day for the decision, employee, event, and a link to the card where there is one. One of a group
    names its plan too; `follows`: it stands below another one."""
    reissue_request = waiting.reissue_request
    by = decide_by(reissue_request, waiting.today)
    parts = [
        f"{f'{FOLLOWS} ' if follows else ''}*{reissue_request.label}*",
        "⏰ overdue" if reissue_request.is_overdue else "",
        f"decide{by}" if by else "",
        employee_name(reissue_request),
        _plan(reissue_request) if reissue_request.group_id else "",
        escape(event_name(reissue_request.qle)),
        open_card(to_card) if to_card else "",
    ]
    return Mrkdwn(" · ".join(part for part in parts if part))
