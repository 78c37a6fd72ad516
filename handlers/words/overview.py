"""Overviews in words: what their sections are called, and one line for each request."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.overview import Entry
from approvals.reader import Section
from approvals.status import RequestStatus
from handlers.words.benefits import event_type_words, plan_words
from handlers.words.dates import counted, instant
from handlers.words.deadlines import decide_by
from handlers.words.mrkdwn import Mrkdwn, escape, link, mention
from handlers.words.removed import employee_name
from handlers.words.statuses import status_sign, status_words

TITLES: Mapping[Section, str] = MappingProxyType(
    {
        Section.WAITING: "Waiting for you",
        Section.ATTENTION: "Needs attention",
        Section.MINE: "Your open requests",
        Section.RECENT: "Under way, or closed in the last 30 days",
    }
)
FOR_NOBODY = Mrkdwn(
    "Only people who request or approve reissues see something here. Ask your HR team if you should be one of them."
)
NOTHING_LISTED = Mrkdwn(
    "Nothing waits for you, nothing needs attention, and nothing that concerns you was closed in the last 30 days."
)
UNDELIVERABLE = "Slack refuses a message about it"

_DECIDED_UNTIL = (RequestStatus.PENDING, RequestStatus.NEEDS_INFO)


def title_words(section: Section, total: int) -> str:
    """A section with how many requests it has: "Waiting for you (3)"."""
    return f"{TITLES[section]} ({total})"


def entry_words(entry: Entry, reader_id: str, to_card: str | None) -> Mrkdwn:
    """One line: number, employee, plan, event, status, days left; who asked, where it was not the reader."""
    reissue_request = entry.reissue_request
    parts = [
        f"{status_sign(reissue_request.status)} *{reissue_request.label}*",
        employee_name(reissue_request),
        escape(plan_words(reissue_request.enrollment, reissue_request.product, 40)),
        escape(event_type_words(reissue_request.qle.event_type)),
        status_words(reissue_request),
        *_more(entry),
        *([] if reissue_request.requester == reader_id else [f"from {mention(reissue_request.requester)}"]),
        *([link(to_card, "Open the card")] if to_card else []),
    ]
    return Mrkdwn(" · ".join(parts))


def since_words(entry: Entry) -> Mrkdwn:
    """When a request was submitted, and since when it stands as it does."""
    reissue_request = entry.reissue_request
    submitted, changed = reissue_request.submitted_at, reissue_request.changed_at
    since = f"; as it is since {instant(changed)}" if changed != submitted else ""
    return Mrkdwn(f"Submitted {instant(submitted)}{since}.")


def more_words(count: int) -> Mrkdwn:
    """How many a list leaves out."""
    return Mrkdwn(f"And {counted(count, 'more request')}.")


def _more(entry: Entry) -> list[str]:
    reissue_request = entry.reissue_request
    due = ""
    if entry.today is not None and reissue_request.status in _DECIDED_UNTIL:
        due = decide_by(reissue_request, entry.today)
    verb = "answer" if reissue_request.status is RequestStatus.NEEDS_INFO else "decide"
    return [*([f"{verb}{due}"] if due else []), *([UNDELIVERABLE] if entry.is_undeliverable else [])]
