"""The conversation about a request: the name of each remark, how to answer, and what a change makes of approvals."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from approvals.model.audit_codes import AuditCodes
from approvals.model.event import Event
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import ReissueRequest, Verdict
from handlers.words.dates import instant
from handlers.words.events import fields_words, no_longer_count
from handlers.words.mrkdwn import Mrkdwn, mention, mentions

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


def changed_words(changed: Sequence[str]) -> Mrkdwn:
    """The fields that the latest change changed."""
    earlier = " The earlier reason stands in *Details*." if "reason" in changed else ""
    return Mrkdwn(f"Changed: {fields_words(changed)}.{earlier}")


def void_words(event: Event, reissue_request: ReissueRequest, *, named: bool) -> Mrkdwn:
    """The approvals that an event made void; empty where it made none void. With `named`, also who gave them."""
    void = AuditCodes.of(event).void
    if not void:
        return Mrkdwn("")
    earlier = int(event.codes.get("revision", 0)) - 1
    given = [one for one in reissue_request.decisions if one.verdict is Verdict.APPROVE and one.revision == earlier]
    by = f" (given by {mentions(tuple(decision.approver for decision in given[:20]))})" if named and given else ""
    return Mrkdwn(f"{no_longer_count(void)}{by}. Approvers, please look at the card again.")


def asked_by_words(approver: str) -> Mrkdwn:
    """Tells the approver who asked that there is an answer."""
    return Mrkdwn(f"Asked by {mention(approver)}.")
