"""Requests that were submitted together, in words: on their cards, in their forms, and once the last has settled."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from approvals.model.group import Group
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.ids import ActionId
from handlers.words.benefits import NONE_NEEDED, event_name, event_with, plan_and_tier, plan_words
from handlers.words.dates import counted
from handlers.words.effect import effect_of_approval
from handlers.words.mrkdwn import Mrkdwn, escape, link, mention
from handlers.words.problems import warnings_words
from handlers.words.removed import employee_name
from handlers.words.statuses import short_status_words, status_sign

FOLLOWS = "↳"
"""In front of a request that stands below another one of its group, in lists."""

VERBS: Mapping[ActionId, str] = MappingProxyType(
    {ActionId.APPROVE_ALL: "Approve", ActionId.DENY_ALL: "Deny", ActionId.WITHDRAW_ALL: "Withdraw"}
)
LEFT_AS_IT_IS = Mrkdwn("Nothing changes until you submit. Each is decided separately: if one fails, the others go on.")
NONE_POSSIBLE = Mrkdwn("None of them can be decided this way now.")
_ENDS: Mapping[RequestStatus, str] = MappingProxyType(
    {
        RequestStatus.REISSUED: "reissued",
        RequestStatus.FAILED: "failed",
        RequestStatus.UNKNOWN: "outcome unknown",
        RequestStatus.DENIED: "denied",
        RequestStatus.WITHDRAWN: "withdrawn",
        RequestStatus.EXPIRED: "expired",
        RequestStatus.CLOSED: "closed",
    }
)


def together_words(others: Sequence[ReissueRequest], links: Mapping[UUID, str], *, named: bool) -> Mrkdwn:
    """The other requests of a group, with how they stand: "Together with 🟡 R-13 Dental Plus (failed)"."""
    return Mrkdwn(f"Together with {'; '.join(_standing(each, links, named=named) for each in others)}")


def part_of_words(lead: ReissueRequest, links: Mapping[UUID, str], *, named: bool) -> Mrkdwn:
    """Where the facts are that a short card leaves out."""
    all_facts = " Employee, life event and reason are there." if named else ""
    return Mrkdwn(f"Part of {_number(lead, links)}.{all_facts}")


def short_facts(reissue_request: ReissueRequest) -> Mrkdwn:
    """Which coverage it is about, and whose."""
    plan = escape(plan_and_tier(reissue_request.enrollment, reissue_request.product))
    return Mrkdwn(f"*{plan}* of {employee_name(reissue_request)}")


def label_for_all(verb: str, waiting: Collection[ReissueRequest]) -> str:
    """The label of a button for all that wait: "Approve all 3…"; for the only one "Approve R-14…"."""
    if len(waiting) == 1:
        return f"{verb} {next(iter(waiting)).label}…"
    return f"{verb} all {len(waiting)}…"


def event_stands(group: Group, *, named: bool) -> Mrkdwn:
    """How a life event stands once nothing is under way any more: "Birth of Ada Lovelace: 2 reissued, 1 failed."."""
    counts = Counter(each.status for each in group.members)
    ends = ", ".join(f"{counts[status]} {words}" for status, words in _ENDS.items() if counts[status])
    lead = group.lead
    if not named:
        return Mrkdwn(f"{lead.label} to {group.members[-1].label}: {ends}.")
    event = escape(event_name(lead.qle)) or "Requests"
    return Mrkdwn(f"*{event} of {employee_name(lead)}:* {ends}.")


def _standing(reissue_request: ReissueRequest, links: Mapping[UUID, str], *, named: bool) -> str:
    known = named and reissue_request.blanked_at is None
    plan = f" {escape(plan_words(reissue_request.enrollment, reissue_request.product, 40))}" if known else ""
    status = short_status_words(reissue_request)
    return f"{status_sign(reissue_request)} {_number(reissue_request, links)}{plan} ({status[:1].lower()}{status[1:]})"


def _number(reissue_request: ReissueRequest, links: Mapping[UUID, str]) -> Mrkdwn:
    to_card = links.get(reissue_request.id)
    return link(to_card, reissue_request.label) if to_card else Mrkdwn(reissue_request.label)


def about_group(lead: ReissueRequest) -> Mrkdwn:
    """Above the list of requests: whose they are, the event, and who asks."""
    event = escape(event_with(lead.qle)) if lead.qle else NONE_NEEDED
    return Mrkdwn(f"*{employee_name(lead)}* · {event} · asked by {mention(lead.requester)}")


def will_happen(reissue_request: ReissueRequest, action: ActionId, today: date) -> Mrkdwn:
    """What submitting the form does to one request."""
    match action:
        case ActionId.APPROVE_ALL:
            given, needed = len(reissue_request.approvals) + 1, reissue_request.approvals_required
            count = f"Yours is approval {given} of {needed}. " if needed > 1 else ""
            does = f"{count}{effect_of_approval(reissue_request, today)}"
        case ActionId.DENY_ALL:
            does = "It is denied. Nothing is sent to Vitable."
        case _:
            does = "It is withdrawn. Nothing is sent to Vitable."
    warnings = warnings_words(reissue_request) if action is ActionId.APPROVE_ALL else ""
    noted = f"\n⚠️ {warnings}" if warnings else ""
    return Mrkdwn(f"*{_one(reissue_request, named=True)}*\n{does}{noted}")


def cannot_happen(reissue_request: ReissueRequest, why: Mrkdwn, *, named: bool) -> Mrkdwn:
    """Why submitting the form leaves one request as it is."""
    return Mrkdwn(f"{_one(reissue_request, named=named)}\nNot possible: {why}")


def has_happened(reissue_request: ReissueRequest, action: ActionId) -> Mrkdwn:
    """What became of one request."""
    match action:
        case ActionId.APPROVE_ALL:
            missing = reissue_request.approvals_required - len(reissue_request.approvals)
            waits = reissue_request.status is RequestStatus.PENDING and missing > 0
            done = f"approved; {counted(missing, 'more approval')} needed" if waits else "approved"
        case ActionId.DENY_ALL:
            done = "denied"
        case _:
            done = "withdrawn"
    return Mrkdwn(f"✅ *{_one(reissue_request, named=True)}*: {done}.")


def has_not_happened(reissue_request: ReissueRequest, why: Mrkdwn, *, named: bool) -> Mrkdwn:
    """Why one request was left as it is."""
    return Mrkdwn(f"⚠️ {_one(reissue_request, named=named)}: {why}")


def _one(reissue_request: ReissueRequest, *, named: bool) -> str:
    if not named or reissue_request.blanked_at is not None:
        return reissue_request.label
    return f"{reissue_request.label} · {escape(plan_and_tier(reissue_request.enrollment, reissue_request.product))}"
