"""Everything the core refuses, as one tree. A docstring is the default message; `handlers/words` has the sentences.

An error that carries a part of the model is defined beside that part, so that this module imports nothing.

ApprovalsError
├── Refusal                      a person may not do this, or not now
│   ├── NotAllowed               … because of who they are
│   │   ├── NotARequester
│   │   ├── NotAnApprover
│   │   ├── OwnRequest
│   │   ├── OwnEnrollment
│   │   ├── NotYourRequest
│   │   ├── GuestAccount
│   │   ├── OtherCompany
│   │   ├── InactiveAccount
│   │   └── AuthorityUnreadable
│   ├── NoLongerPossible         … because of where the request stands (model.transitions)
│   ├── ChangedSinceSeen         … because the card they saw is outdated
│   ├── ReplacedCard             … because another card has taken the place of the one they saw (model.card)
│   ├── AlreadyApproved          … because they did it before
│   ├── TooEarly                 … because an attempt may still take effect
│   └── UnknownRequest
├── InvalidSubmission            a form that cannot be accepted, with the field at fault
│   └── OpenRequestExists        (model.request)
└── StoreError
    ├── VersionConflict          somebody else changed the request first
    ├── LeaseLost                another replica refreshes the employee index now
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
    """Nobody decides on a request of their own."""


class OwnEnrollment(NotAllowed):
    """Nobody decides on a request about an enrollment of their own."""


class NotYourRequest(NotAllowed):
    """Only the person who submitted the request can do this."""


class GuestAccount(NotAllowed):
    """Guest accounts cannot do this."""


class OtherCompany(NotAllowed):
    """People from another company cannot do this."""


class InactiveAccount(NotAllowed):
    """This account is deactivated or is not a person's."""


class AuthorityUnreadable(NotAllowed):
    """Slack did not say who is entitled, so the answer is no for now."""


class ChangedSinceSeen(Refusal):
    """The request has changed since the card was drawn."""


class AlreadyApproved(Refusal):
    """You approved this request before."""


class TooEarly(Refusal):
    """An earlier attempt may still take effect. `possible_at` is when this will be possible (UTC)."""

    def __init__(self, possible_at: datetime) -> None:
        super().__init__(f"possible at {possible_at.isoformat()}")
        self.possible_at = possible_at


class UnknownRequest(Refusal):
    """There is no such request."""


class InvalidSubmission(ApprovalsError):
    """The form cannot be accepted. `field` is the field at fault, `code` says why."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


class StoreError(ApprovalsError):
    """The database refused."""


class VersionConflict(StoreError):
    """Somebody else changed the request first."""


class LeaseLost(StoreError):
    """Another replica refreshes the employee index now."""


class StoreUnavailable(StoreError):
    """The database did not answer."""
