"""The result of a check: its name, its state, and for a problem the remedy in one sentence."""

from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """The checks, in the order of the report. The names must not change: programs read them."""

    SETTINGS = "settings"
    PYTHON = "python"
    DATABASE = "database"
    MIGRATIONS = "migrations"
    FILES = "files"
    RETENTION = "retention"
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
    ROUTES = "routes"
    VITABLE_CONTRACT = "vitable_contract"
    VITABLE_KEY = "vitable_key"
    VITABLE_RECORDS = "vitable_records"
    LIFE_EVENTS = "life_events"
    CLOCK = "clock"
    TIME_ZONES = "time_zones"
    SCREENS = "screens"


class State(StrEnum):
    """The result of a check, as one word."""

    OK = "ok"
    WARNING = "warning"
    """It works, but perhaps not as intended."""
    FAILED = "failed"
    NOT_CHECKED = "not_checked"
    """Something else failed first, or there is no way to check it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `about` names the thing that was checked, if there are several.

    `remedy` says in one sentence where to click or what to type.
    """

    check: Check
    state: State
    says: str
    remedy: str | None = None
    about: str | None = None


def ok(check: Check, says: str, *, about: str | None = None) -> Finding:
    """The check passed."""
    return Finding(check, State.OK, says, about=about)


def warning(check: Check, says: str, remedy: str, *, about: str | None = None) -> Finding:
    """It works, but the operator should know."""
    return Finding(check, State.WARNING, says, remedy, about)


def failed(check: Check, says: str, remedy: str, *, about: str | None = None) -> Finding:
    """There is a problem, and the operator must fix it."""
    return Finding(check, State.FAILED, says, remedy, about)


def not_checked(check: Check, first: Check, *, about: str | None = None) -> Finding:
    """It could not be checked, because `first` failed."""
    return Finding(check, State.NOT_CHECKED, f"not looked at: {first} comes first", about=about)


def skipped(check: Check, says: str, remedy: str | None = None) -> Finding:
    """It could not be checked, for a reason that is no failure."""
    return Finding(check, State.NOT_CHECKED, says, remedy)
