"""Overviews in words: the titles of their sections, and the facts in each request's line."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.model.overview import Entry, SectionPage
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section
from handlers.words.dates import counted, instant
from handlers.words.deadlines import decide_by
from handlers.words.mrkdwn import Mrkdwn

TITLES: Mapping[Section, str] = MappingProxyType(
    {
        Section.WAITING: "Waiting for you",
        Section.ATTENTION: "Needs attention",
        Section.MINE: "Your open requests",
        Section.RECENT: "Under way, or ended in the last 30 days",
    }
)
FOR_NOBODY = Mrkdwn(
    "Only people who request or approve reissues see something here. Ask your HR team if you should be one of them."
)
NOT_OPENED = Mrkdwn("Your requests appear here a moment after you open this tab.")
NOTHING_LISTED = Mrkdwn(
    "Nothing waits for you, nothing needs attention, and nothing that concerns you has ended in the last 30 days."
)
_UNCHECKED = (
    "⚠️ Slack did not say who belongs to one of the groups that request or approve, so requests may be missing here."
)
UNCHECKED_AT_HOME = Mrkdwn(f"{_UNCHECKED} They appear by themselves once Slack answers.")
UNCHECKED_IN_LISTS = Mrkdwn(f"{_UNCHECKED} Please try again in a moment.")
UNDELIVERABLE = "Slack refuses a message about it"
CHANGED_BY_NEWER = "A newer version of the bot has changed it. It is shown here again when the update is complete."

_AWAITED: Mapping[RequestStatus, str] = MappingProxyType(
    {RequestStatus.PENDING: "decide", RequestStatus.NEEDS_INFO: "answer"}
)


def title_words(section: Section, total: int) -> str:
    """A section's title with its number of requests: "Waiting for you (3)"."""
    return f"{TITLES[section]} ({total})"


def page_words(page: SectionPage) -> str:
    """Which page of a section is shown, where it has several: " · page 2 of 3"."""
    return f" · page {page.number + 1} of {page.count}" if page.count > 1 else ""


def due_words(entry: Entry) -> str:
    """The deadline: "decide by 17 Nov 2026 (12 days left)"; empty if the request waits for no one, or no day is
    known."""
    reissue_request = entry.reissue_request
    verb = _AWAITED.get(reissue_request.status)
    if verb is None or entry.today is None or reissue_request.deadline is None:
        return ""
    return f"{verb}{decide_by(reissue_request, entry.today)}"


def since_words(entry: Entry) -> Mrkdwn:
    """When a request was submitted, and when it last changed."""
    reissue_request = entry.reissue_request
    submitted, changed = reissue_request.submitted_at, reissue_request.changed_at
    since = f"; last changed {instant(changed)}" if changed != submitted else ""
    return Mrkdwn(f"Submitted {instant(submitted)}{since}.")


def more_words(count: int) -> Mrkdwn:
    """How many a list leaves out."""
    return Mrkdwn(f"And {counted(count, 'more request')}: open the app's *Home* tab to see them all.")
