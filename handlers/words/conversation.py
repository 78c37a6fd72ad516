"""The remarks about a request after its submission: the name of each kind, and how to answer."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.model.remark import Remark, RemarkKind
from handlers.words.dates import instant
from handlers.words.mrkdwn import Mrkdwn, mention

REMARK_TITLES: Mapping[RemarkKind, str] = MappingProxyType(
    {
        RemarkKind.QUESTION: "Question",
        RemarkKind.ANSWER: "Answer",
        RemarkKind.WITHDRAWAL: "Why it was withdrawn",
        RemarkKind.EARLIER_REASON: "Reason as it was before",
        RemarkKind.NOT_KNOWN: "Remark",
    }
)
HOW_TO_ANSWER = Mrkdwn("The requester answers with *Answer…*, on the card or in the direct message.")
KEPT = Mrkdwn("Nothing you wrote is lost. Copy it from here if you need it:")


def remark_title(remark: Remark) -> Mrkdwn:
    """The kind of a remark, and its author."""
    title = REMARK_TITLES[remark.kind]
    return Mrkdwn(title if remark.kind is RemarkKind.WITHDRAWAL else f"{title} by {mention(remark.author)}")


def who_and_when(remark: Remark) -> Mrkdwn:
    """The kind of a remark, its author and its time."""
    return Mrkdwn(f"{REMARK_TITLES[remark.kind]}: {mention(remark.author)}, {instant(remark.at)}")
