"""The sentence for each refusal: it names the person who was first, where that matters."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.errors import (
    AlreadyApproved,
    ApprovalsError,
    AuthorityUnreadable,
    ChangedSinceSeen,
    DocumentNeeded,
    GuestAccount,
    InactiveAccount,
    InvalidSubmission,
    NewerRecord,
    NoRoute,
    NotAnApprover,
    NotARequester,
    NotTriedYet,
    NotYourRequest,
    OtherCompany,
    OtherWorkspace,
    OwnEnrollment,
    OwnEnrollmentToRequest,
    OwnRequest,
    RecordsNoEvents,
    RequesterLeft,
    RequesterStillHere,
    StoreUnavailable,
    TooEarly,
    UnknownRequest,
    VersionConflict,
)
from approvals.model.card import ReplacedCard
from approvals.model.request import OpenRequestExists, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from handlers.carried import NoTrigger
from handlers.words.controls.fields import field_sentence
from handlers.words.dates import counted, instant
from handlers.words.mrkdwn import Mrkdwn, escape, mention, mentions

NOT_A_REQUESTER = "Only people who may request a reissue can use this. Ask your HR team if you should be one of them."

_SENTENCES: Mapping[type[ApprovalsError], str] = MappingProxyType(
    {
        NotARequester: NOT_A_REQUESTER,
        NotAnApprover: "Only approvers can do this with {it}.",
        OwnRequest: "You submitted {it}, so another approver has to decide on it.",
        OwnEnrollmentToRequest: "{It} is about an enrollment of yours, so you cannot be its requester.",
        OwnEnrollment: "{It} is about an enrollment of yours, so another approver has to decide on it.",
        NoRoute: "No approvers are set up for the employer of {it}, so it cannot be decided. Ask your "
        "administrator to set them up. Its requester can withdraw it.",
        NotYourRequest: "Only {requester} can do this with {it}.",
        GuestAccount: "Guest accounts cannot do this. Ask a colleague with a full account to do it, or an "
        "administrator of this workspace to make yours a full one.",
        OtherCompany: "People from another company cannot do this.",
        OtherWorkspace: "Only people of this workspace can do this. An administrator can add you to it.",
        InactiveAccount: "This account is deactivated or is not a person's, so it cannot do this.",
        AuthorityUnreadable: "Slack did not say in time whether you may do this, so nothing was done. Try again.",
        ChangedSinceSeen: "{It} has changed since you saw it. Look at the card again, then decide.",
        ReplacedCard: "This card of {it} was replaced by a newer one, so nothing was done.",
        RequesterLeft: "{requester}, who submitted {it}, may no longer request, so it cannot be approved as it is. "
        "Another requester can take it over on the card, or an approver closes it.",
        RequesterStillHere: "{requester} may still request reissues, so {it} stays theirs.",
        DocumentNeeded: "Who approves {it} has to say which document of the life event they saw, so nothing was done. "
        "Approve it with *Approve…*: the form asks for the document.",
        NotTriedYet: "There was no time left for {it}, so nothing was done with it. Try again.",
        RecordsNoEvents: "Recording life events is switched off here. They are recorded in Vitable.",
        UnknownRequest: "{It} does not exist or does not concern you.",
        NoTrigger: "Slack opens no form from this message. Use the card in the approvals channel, or the Home tab.",
        NewerRecord: "A newer version of the bot has changed {it}, and the update is not complete, so nothing was "
        "done. Try again in a few minutes.",
        VersionConflict: "Someone else changed {it} at the same moment. Look at the card, then try again.",
        StoreUnavailable: "The bot's database did not answer, so nothing was done. Try again in a minute.",
    }
)
_STANDING: Mapping[RequestStatus, str] = MappingProxyType(
    {
        RequestStatus.PENDING: "{it} is waiting for approval",
        RequestStatus.NEEDS_INFO: "{it} is waiting for an answer from {requester}",
        RequestStatus.APPLYING: "{it} was already approved{approvers} and is being sent to Vitable",
        RequestStatus.CHECKING: "{it} was already approved{approvers} and its outcome is being checked",
        RequestStatus.REISSUED: "{it} was already approved{approvers} and is reissued",
        RequestStatus.FAILED: "{it} was already approved{approvers} and has failed",
        RequestStatus.UNKNOWN: "{it} was already approved{approvers} and its outcome is unknown",
        RequestStatus.WITHDRAWN: "{it} was already withdrawn by {requester}",
        RequestStatus.DENIED: "{it} was already denied{denier}",
        RequestStatus.EXPIRED: "{it} has expired: it was not decided in time",
        RequestStatus.CLOSED: "{it} was already closed",
    }
)


def sentence_for(error: ApprovalsError, reissue_request: ReissueRequest | None = None) -> Mrkdwn:
    """The sentence for the person. `reissue_request` is the request as stored now, so that the person who was first can
    be named."""
    if isinstance(error, OpenRequestExists):
        return escape(field_sentence(error.code, error.field, other=error.other))
    if isinstance(error, InvalidSubmission):
        return escape(field_sentence(error.code, error.field))
    if isinstance(error, NoLongerPossible):
        return _no_longer_possible(error, reissue_request)
    if isinstance(error, TooEarly):
        return _too_early(error, reissue_request)
    if isinstance(error, AlreadyApproved):
        return _already_approved(reissue_request)
    words = next((_SENTENCES[kind] for kind in type(error).__mro__ if kind in _SENTENCES), None)
    names = _names(reissue_request)
    if isinstance(error, NewerRecord | UnknownRequest) and error.label:
        names |= {"it": error.label, "It": error.label}
    return Mrkdwn((words or "This was not possible. Nothing was done.").format(**names))


def _no_longer_possible(error: NoLongerPossible, reissue_request: ReissueRequest | None) -> Mrkdwn:
    status = reissue_request.status if reissue_request else error.status
    words = _STANDING[status].format(**_names(reissue_request))
    return Mrkdwn(f"{words[:1].upper()}{words[1:]}.")


def _too_early(error: TooEarly, reissue_request: ReissueRequest | None) -> Mrkdwn:
    at, it = instant(error.possible_at), _names(reissue_request)["it"]
    return Mrkdwn(f"Vitable may still be working on the first try of {it}. Send again is possible from {at} on.")


def _already_approved(reissue_request: ReissueRequest | None) -> Mrkdwn:
    if reissue_request is None or reissue_request.status is not RequestStatus.PENDING:
        return Mrkdwn("You approved {it} already.".format(**_names(reissue_request)))
    missing = reissue_request.approvals_required - len(reissue_request.approvals)
    more = f" It still needs {counted(missing, 'more approval')} by someone else."
    return Mrkdwn(f"You approved {reissue_request.label} already.{more}")


def _names(reissue_request: ReissueRequest | None) -> dict[str, str]:
    if reissue_request is None:
        unnamed = {"it": "the request", "It": "The request", "requester": "the requester"}
        return {**unnamed, "approvers": "", "denier": ""}
    approvers = tuple(decision.approver for decision in reissue_request.approvals)
    denial = reissue_request.denial
    return {
        "it": reissue_request.label,
        "It": reissue_request.label,
        "requester": mention(reissue_request.requester),
        "approvers": f" by {mentions(approvers)}" if approvers else "",
        "denier": f" by {mention(denial.approver)}" if denial else "",
    }
