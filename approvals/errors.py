"""All errors of the core, as one tree. A docstring is the default message; `handlers/words` has what people read.

An error that carries a value of the model is defined next to it, so that this module imports nothing.

ApprovalsError
├── Refusal                      a person may not do this, or not now
│   ├── NotAllowed               … because of who they are
│   │   ├── NotARequester
│   │   ├── NotAnApprover
│   │   ├── OwnRequest
│   │   ├── OwnEnrollment
│   │   │   └── OwnEnrollmentToRequest
│   │   ├── NotYourRequest
│   │   ├── NoRoute              … because no route names the employer
│   │   ├── GuestAccount
│   │   ├── OtherCompany
│   │   │   └── OtherWorkspace   … though of the same organization
│   │   ├── InactiveAccount
│   │   └── AuthorityUnreadable
│   ├── NoLongerPossible         … because of the request's status (model.transitions)
│   ├── ChangedSinceSeen         … because the card they saw is outdated
│   ├── ReplacedCard             … because another card has replaced the one they saw (model.card)
│   ├── AlreadyApproved          … because they did it before
│   ├── RequesterLeft            … because the requester may no longer request
│   ├── RequesterStillHere       … because the requester may still request
│   ├── DocumentNeeded           … because an approver has to have seen the document
│   ├── RecordsNoEvents          … because RECORD_EVENTS is off
│   ├── TooEarly                 … because an attempt may still take effect
│   └── UnknownRequest
├── InvalidSubmission            a form that cannot be accepted, with the field at fault
│   └── OpenRequestExists        (model.request)
└── StoreError
    ├── VersionConflict          another process changed the request first
    ├── NewerRecord              a later release of the bot wrote something that this one does not know
    ├── LeaseLost                another replica is refreshing the employee index
    └── StoreUnavailable         the database did not answer
"""

from datetime import datetime


class ApprovalsError(Exception):
    """The request could not be handled."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__)


class Refusal(ApprovalsError):
    """You cannot do this."""


class NotAllowed(Refusal):
    """You are not entitled to do this."""


class NotARequester(NotAllowed):
    """Only people who may request a reissue can do this."""


class NotAnApprover(NotAllowed):
    """Only approvers can do this."""


class OwnRequest(NotAllowed):
    """You cannot decide on your own request."""


class OwnEnrollment(NotAllowed):
    """You cannot decide on a request about your own enrollment."""


class OwnEnrollmentToRequest(OwnEnrollment):
    """You cannot be the requester of a request about your own enrollment."""


class NotYourRequest(NotAllowed):
    """Only the person who submitted the request can do this."""


class NoRoute(NotAllowed):
    """No route names the employer, so no one can request or decide."""


class GuestAccount(NotAllowed):
    """Guest accounts cannot do this."""


class OtherCompany(NotAllowed):
    """People from another company cannot do this."""


class OtherWorkspace(OtherCompany):
    """Only people of this workspace can do this."""


class InactiveAccount(NotAllowed):
    """This account is deactivated, or it does not belong to a person."""


class AuthorityUnreadable(NotAllowed):
    """Slack did not say who is entitled, so the answer is no for now."""


class ChangedSinceSeen(Refusal):
    """The request has changed since the card was drawn."""


class AlreadyApproved(Refusal):
    """You approved this request before."""


class RequesterLeft(Refusal):
    """The requester may no longer request. `why` is the name of the refusal that they would get."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the requester left: {why}")
        self.why = why


class RequesterStillHere(Refusal):
    """The requester may request, so the request stays theirs."""


class DocumentNeeded(Refusal):
    """An approver has to say which document of the life event they saw."""


class RecordsNoEvents(Refusal):
    """Recording life events is switched off here."""


class TooEarly(Refusal):
    """An earlier attempt may still take effect. `possible_at` is when this will be possible (UTC)."""

    def __init__(self, possible_at: datetime) -> None:
        super().__init__(f"possible at {possible_at.isoformat()}")
        self.possible_at = possible_at


class NotTriedYet(Refusal):
    """There was no time left for this request among several."""


class UnknownRequest(Refusal):
    """This request does not exist, or the person may not know that it does. `number` is the one they asked for."""

    def __init__(self, number: int | None = None) -> None:
        super().__init__()
        self.number = number

    @property
    def label(self) -> str | None:
        """The number in the form that people write, such as R-12."""
        return None if self.number is None else f"R-{self.number}"


class InvalidSubmission(ApprovalsError):
    """The form cannot be accepted. `field` is the field at fault, `code` says why, and `value` is the one at fault of
    several that were chosen there."""

    def __init__(self, field: str, code: str, value: str = "") -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.value = value


class StoreError(ApprovalsError):
    """The database refused."""


class VersionConflict(StoreError):
    """Another process changed the request first."""


class NewerRecord(StoreError):
    """A later release of the bot wrote this, and this one does not know what it means. `label` names the request."""

    def __init__(self, label: str | None = None) -> None:
        super().__init__()
        self.label = label


class LeaseLost(StoreError):
    """Another replica is refreshing the employee index."""


class StoreUnavailable(StoreError):
    """The database did not answer."""
