"""People who left: a requester who may no longer request, and approvals that no longer count."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from approvals.model.request import Decision, ReissueRequest
from handlers.words.mrkdwn import Mrkdwn, mention, mentions

_BECAUSE: Mapping[str, str] = MappingProxyType(
    {
        "NotARequester": "removed from the requesters",
        "NotAnApprover": "removed from the approvers",
        "InactiveAccount": "account deactivated",
        "GuestAccount": "a guest now",
        "OtherCompany": "no longer with the company",
        "OwnEnrollment": "it is their own enrollment",
    }
)


def because_words(why: str) -> str:
    """Why a person no longer counts, by the name of the refusal that they would get."""
    return _BECAUSE.get(why, "no longer entitled")


def requester_left_words(reissue_request: ReissueRequest, why: str, *, named: bool) -> Mrkdwn:
    """That the requester may no longer request, and what can become of the request."""
    who = mention(reissue_request.requester) if named else "the requester"
    return Mrkdwn(
        f"⚠️ *Requester left:* {who} may no longer request reissues ({because_words(why)}). It can be "
        "approved only if they may request again. Otherwise another requester takes it over, or an approver closes it."
    )


def taken_over_said(reissue_request: ReissueRequest) -> Mrkdwn:
    """Who has a request now, for the person who had it before."""
    return Mrkdwn(f"{reissue_request.label} was taken over by {mention(reissue_request.requester)}.")


def void_approvals_words(void: Sequence[Decision]) -> Mrkdwn:
    """Whose approvals no longer count, and why."""
    return Mrkdwn(" ".join(_void_words(one.approver, one.void or "") for one in void))


def left_words(left: Mapping[str, str]) -> str:
    """Whose approvals an event found to be void, and why: for the timeline and the thread."""
    return " ".join(_void_words(who, why) for who, why in left.items())


def namesakes_words(people: Sequence[str]) -> Mrkdwn:
    """Who of the people who requested or approved has the employee's name."""
    verb = "has" if len(people) == 1 else "have"
    return Mrkdwn(
        f"⚠️ {mentions(tuple(people))} {verb} the employee's name, and e-mail addresses do not tell them apart. "
        "So two approvals are needed."
    )


def _void_words(approver: str, why: str) -> str:
    return f"The approval of {mention(approver)} no longer counts ({because_words(why)})."
