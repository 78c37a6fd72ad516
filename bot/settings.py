"""Every setting, from the environment: what it is for, what it must look like, and the remedy if it is wrong."""

import os
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from approvals.model.conditions import Condition
from approvals.model.document import SeenBy
from benefits.contract import Contract
from benefits.errors import InvalidId
from benefits.ids import organization_id
from bot.misspelled import misspelled
from bot.setting_checks import CHANNEL, LOOPBACK, PERSON_OR_GROUP, safe_url, split, without_stray_characters
from bot.store_settings import END, RoutedStoreSettings, StoreSettings, file_of

SERVERS = {"production": "https://api.vitablehealth.com", "environment_1": "https://api.uat.vitablehealth.com"}

Subject = Annotated[str, Field(pattern=PERSON_OR_GROUP)]
Subjects = Annotated[tuple[Subject, ...], NoDecode, BeforeValidator(split)]


def _conditions(value: object) -> object:
    parts = value.split(",") if isinstance(value, str) else None
    return value if parts is None else tuple(Condition.parse(part.strip()) for part in parts if part.strip())


Conditions = Annotated[tuple[Condition, ...], NoDecode, BeforeValidator(_conditions)]


class Settings(RoutedStoreSettings):
    """All settings, checked at the start; docs/reference/settings.md is made from them."""

    slack_bot_token_file: Path | None = file_of("SLACK_BOT_TOKEN")
    slack_bot_token: SecretStr = Field(description="Bot token of the Slack app, begins with xoxb-")
    slack_signing_secret_file: Path | None = file_of("SLACK_SIGNING_SECRET")
    slack_signing_secret: SecretStr = Field(description="Signing secret of the Slack app (Basic Information)")
    slack_app_token_file: Path | None = file_of("SLACK_APP_TOKEN")
    slack_app_token: SecretStr | None = Field(default=None, description="App token for Socket Mode, begins with xapp-")
    slack_api_url: str = Field(default="https://slack.com/api/", description="Slack's Web API")
    vitable_connect_api_key_file: Path | None = file_of("VITABLE_CONNECT_API_KEY")
    vitable_connect_api_key: SecretStr = Field(description="API key of Vitable Connect")
    vitable_connect_environment: Literal["production", "environment_1"] | None = Field(
        default=None, description="production or environment_1 (test); needed unless a base URL is given"
    )
    vitable_connect_base_url: str | None = Field(default=None, description="Another server instead of an environment")
    vitable_connect_contract: Contract = Field(
        default=Contract.DOCUMENTED,
        description="Which contract the server speaks: documented, or connect-6 for keys issued since 2026",
    )
    vitable_connect_organization: str | None = Field(
        default=None, description="Id (org_…) of the organization to act for, where a key reaches several (connect-6)"
    )
    record_events: bool = Field(
        default=False,
        description="1: requesters may record a life event in Vitable from the form (documented contract only)",
    )
    vitable_webhook_secret_file: Path | None = file_of("VITABLE_WEBHOOK_SECRET")
    vitable_webhook_secret: SecretStr | None = Field(
        default=None, description="Secret that signs Vitable's webhooks; without it none are taken"
    )
    vitable_connect_timeout: float = Field(default=30.0, gt=0, le=300, description="Seconds in all for one API call")
    readback_settle: float = Field(
        default=90.0, gt=0, description='Seconds after an attempt began before "nothing new" may count'
    )
    vitable_max_concurrent: int = Field(default=8, ge=1, le=100, description="Reissue calls under way at once")
    reissue_paused: bool = Field(default=False, description="1: everything works, but nothing is sent to Vitable")
    approvals_channel: str = Field(pattern=CHANNEL, description="Id (C…) of the channel that gets the cards")
    approvers: Subjects = Field(min_length=1, description="User (U…) and user-group (S…) ids, comma-separated")
    approvals_required: int = Field(default=1, ge=1, le=10, description="How many approvers must say yes")
    second_approval_when: Conditions = Field(
        default=(),
        description="When two must, comma-separated: window_closed, qle_not_approved, coverage_older_than=DAYS, "
        "employer_pays_above=CENTS (a month), not_matched (requester, approver and employee may be one person)",
    )
    evidence: SeenBy = Field(
        default=SeenBy.NO_ONE,
        description="Who has to say that they saw a document of the life event: requester, approver or both",
    )
    request_ttl_days: int = Field(default=30, ge=1, le=365, description="Days for a decision")
    expire_at_window_end: bool = Field(
        default=False, description="1: a request expires when the enrollment window ends, also if it was made in time"
    )
    escalation_approvers: Subjects = Field(
        default=(), description="User and user-group ids who decide too when the deadline of a request is near"
    )
    escalate_days_before: int = Field(
        default=3, ge=0, le=365, description="Days left from which on ESCALATION_APPROVERS are asked too"
    )
    requesters: Subjects = Field(
        default=(), description="User and user-group ids; default: members of the approvals channel if it is private"
    )
    card_detail: Literal["full", "minimal"] = Field(
        default="full", description="minimal: cards say number, deadline and status only, in private channels too"
    )
    rule_hints: bool = Field(
        default=True, description="0: no hints about the rules behind a life event in the form and in Details"
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(default=3000, ge=0, le=65535, description="Port to listen on")
    metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Another port for /readyz and /metrics, which PORT has no more then; the only one of a worker",
    )

    @field_validator(
        "slack_bot_token",
        "slack_signing_secret",
        "slack_app_token",
        "vitable_connect_api_key",
        "vitable_webhook_secret",
    )
    @classmethod
    def _without_stray_characters(cls, value: SecretStr | None) -> SecretStr | None:
        return None if value is None else without_stray_characters(value)

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token_of_the_right_kind(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        prefix = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}[info.field_name or ""]
        if value is not None and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"must begin with {prefix}")
        return value

    @field_validator("slack_api_url", "vitable_connect_base_url")
    @classmethod
    def _safe_url(cls, value: str | None) -> str | None:
        return None if value is None else safe_url(value)

    @field_validator("metrics_port")
    @classmethod
    def _another_port(cls, value: int | None, info: ValidationInfo) -> int | None:
        if value is not None and value == info.data.get("port"):
            raise ValueError("must be another port than PORT; without it, PORT has these pages")
        return value

    @field_validator("vitable_connect_base_url")
    @classmethod
    def _some_server(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("vitable_connect_environment", "wrong") is None:
            raise ValueError("VITABLE_CONNECT_ENVIRONMENT is not set: production or environment_1 (test)")
        return value

    @field_validator("vitable_connect_organization")
    @classmethod
    def _an_organization(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and info.data.get("vitable_connect_contract") is Contract.DOCUMENTED:
            raise ValueError("the documented contract has none: set VITABLE_CONNECT_CONTRACT=connect-6, or unset this")
        try:
            return value and organization_id(value)
        except InvalidId as error:
            raise ValueError(f"must be the id of an organization: {error}") from error

    @field_validator("record_events")
    @classmethod
    def _where_it_can_be(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("vitable_connect_contract") is Contract.CONNECT_6:
            raise ValueError("the contract connect-6 has no call for it: unset this, and record events in Vitable")
        return value

    @field_validator("readback_settle")
    @classmethod
    def _long_enough(cls, value: float, info: ValidationInfo) -> float:
        if value < 2 * info.data.get("vitable_connect_timeout", 0):
            raise ValueError("must be at least twice VITABLE_CONNECT_TIMEOUT")
        return value

    @property
    def benefits_url(self) -> str:
        """The address of the benefits server; a base URL has priority over the environment."""
        return self.vitable_connect_base_url or SERVERS[self.vitable_connect_environment or "production"]

    @property
    def server(self) -> str | None:
        """The name on the cards for a server that is not production; None for production."""
        if self.vitable_connect_base_url is not None and self.vitable_connect_base_url != SERVERS["production"]:
            host = urlsplit(self.vitable_connect_base_url).hostname
            return "Practice server on this machine" if host in LOOPBACK else f"Server {host}"
        return None if self.vitable_connect_environment != "environment_1" else "Test server (environment_1)"


class SettingsError(Exception):
    """The settings cannot be used. The message names each one and its remedy."""


AnySettings = TypeVar("AnySettings", bound=StoreSettings)


def load_settings() -> Settings:
    """The settings of this process. Raises SettingsError, which names every wrong or misspelled one."""
    return _loaded(Settings)


def load_store_settings() -> StoreSettings:
    """The settings of a command that needs only the database and the audit. Raises SettingsError, likewise."""
    return _loaded(StoreSettings)


def load_routed_store_settings() -> RoutedStoreSettings:
    """The same with the file of routes. Raises SettingsError, likewise."""
    return _loaded(RoutedStoreSettings)


def _loaded(kind: type[AnySettings]) -> AnySettings:
    wrong = [_not_ours(name, meant) for name, meant in misspelled(os.environ, _names(Settings), _names(kind))]
    try:
        loaded = kind()
    except ValidationError as error:
        wrong += [_remedy(problem["loc"], problem["msg"], problem["type"]) for problem in error.errors()]
        raise SettingsError("\n".join(dict.fromkeys(wrong))) from error
    if wrong:
        raise SettingsError("\n".join(wrong))
    return loaded


def _names(kind: type[StoreSettings]) -> frozenset[str]:
    return frozenset(name.upper() for name in kind.model_fields)


def _not_ours(name: str, meant: str) -> str:
    """One line about a variable. Characters in its name that cannot be seen are shown as one that can."""
    shown = "".join("␣" if each.isspace() or not each.isprintable() else each for each in name)
    return f"  {shown} is not a setting: did you mean {meant}? Rename it, or unset it."


def _remedy(location: tuple[int | str, ...], message: str, kind: str) -> str:
    """One line: the setting's name, the mistake, and what to set it to."""
    message = message.removeprefix("Value error, ")
    if message.startswith(tuple(_names(Settings))):
        return f"  {message}"
    name = str(location[0])
    field, file = Settings.model_fields.get(name), f"{name}{END}"
    has_file = file in Settings.model_fields
    is_missing = kind == "missing"
    wrong = "is not set" if is_missing else f"cannot be used: {message[:1].lower()}{message[1:]}"
    source = f" (from {file.upper()})" if has_file and os.environ.get(file.upper()) else ""
    otherwise = f"; or name a file that holds it in {file.upper()}" if has_file and is_missing else ""
    purpose = f". {field.description}{otherwise}." if field is not None and field.description else ""
    return f"  {name.upper()}{source} {wrong}{purpose}"
