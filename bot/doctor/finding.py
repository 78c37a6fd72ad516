"""What a check found: its name, how it stands, and for what is wrong the remedy in one sentence."""

from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """The checks, in the order in which they are printed. Programs read these names: they stay."""

    SETTINGS = "settings"
    DATABASE = "database"
    MIGRATIONS = "migrations"
    AUDIT_KEY = "audit_key"
    SLACK_TOKEN = "slack_token"  # noqa: S105 - the name of a check
    SCOPES = "scopes"
    SIGNING_SECRET = "signing_secret"  # noqa: S105 - likewise
    APP_TOKEN = "app_token"  # noqa: S105 - likewise
    CHANNEL = "channel"
    APPROVER = "approver"
    ESCALATION = "escalation"
    REQUESTER = "requester"
    ENOUGH_APPROVERS = "enough_approvers"
    VITABLE_KEY = "vitable_key"
    VITABLE_RECORDS = "vitable_records"
    CLOCK = "clock"


class State(StrEnum):
    """How a check stands."""

    OK = "ok"
    WARNING = "warning"
    """Works, but perhaps not as meant."""
    FAILED = "failed"
    NOT_CHECKED = "not_checked"
    """Something else failed first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `about` is what it is about, where a check is made of several things.

    `remedy` says in one sentence where to click or what to type.
    """

    check: Check
    state: State
    says: str
    remedy: str | None = None
    about: str | None = None


def ok(check: Check, says: str, *, about: str | None = None) -> Finding:
    """All is well."""
    return Finding(check, State.OK, says, about=about)


def warning(check: Check, says: str, remedy: str, *, about: str | None = None) -> Finding:
    """It works, but the operator should know."""
    return Finding(check, State.WARNING, says, remedy, about)


def failed(check: Check, says: str, remedy: str, *, about: str | None = None) -> Finding:
    """It has to be mended."""
    return Finding(check, State.FAILED, says, remedy, about)


def not_checked(check: Check, first: Check, *, about: str | None = None) -> Finding:
    """It could not be looked at, because `first` failed."""
    return Finding(check, State.NOT_CHECKED, f"not looked at: {first} comes first", about=about)
