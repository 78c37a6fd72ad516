"""Every setting, from the environment: what it is for, what it must look like, and the remedy if it is wrong."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from approvals.model.conditions import Condition
from bot.keys import key_in
from bot.setting_checks import (
    LOOPBACK,
    known_database,
    safe_url,
    without_stray_characters,
    without_unseen_characters,
)
from store.address import in_schema
from store.chain import Chain

SERVERS = {"production": "https://api.vitablehealth.com", "environment_1": "https://api.uat.vitablehealth.com"}

PERSON_OR_GROUP = r"^[UWS][A-Z0-9]{2,}$"


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Subject = Annotated[str, Field(pattern=PERSON_OR_GROUP)]
Subjects = Annotated[tuple[Subject, ...], NoDecode, BeforeValidator(_split)]


def _conditions(value: object) -> object:
    parts = value.split(",") if isinstance(value, str) else None
    return value if parts is None else tuple(Condition.parse(part.strip()) for part in parts if part.strip())


Conditions = Annotated[tuple[Condition, ...], NoDecode, BeforeValidator(_conditions)]


LOST = "lost"
"""What stands in AUDIT_KEYS_OLD for a key that nobody has any more."""


def _audit_key(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if isinstance(text, str) and text != LOST and len(text) < 32:
        raise ValueError("each must have at least 32 characters and no comma in it, or be the word lost")
    return value


AuditKeys = Annotated[tuple[Annotated[SecretStr, BeforeValidator(_audit_key)], ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """The settings, checked at the start; see the table in the README."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, validate_default=True, hide_input_in_errors=True
    )

    slack_bot_token: SecretStr = Field(description="Bot token of the Slack app, begins with xoxb-")
    slack_signing_secret: SecretStr = Field(description="Signing secret of the Slack app (Basic Information)")
    slack_app_token: SecretStr | None = Field(default=None, description="App token for Socket Mode, begins with xapp-")
    slack_api_url: str = Field(default="https://slack.com/api/", description="Slack's Web API")
    vitable_connect_api_key_file: Path | None = Field(
        default=None, description="File that holds the API key; goes before VITABLE_CONNECT_API_KEY"
    )
    vitable_connect_api_key: SecretStr = Field(
        default=SecretStr(""), description="API key of Vitable Connect; needed unless a file holds it"
    )
    vitable_connect_environment: Literal["production", "environment_1"] | None = Field(
        default=None, description="production or environment_1 (test); needed unless a base URL is given"
    )
    vitable_connect_base_url: str | None = Field(default=None, description="Another server instead of an environment")
    vitable_connect_timeout: float = Field(default=30.0, gt=0, le=300, description="Seconds in all for one API call")
    readback_settle: float = Field(
        default=90.0, gt=0, description='Seconds after an attempt began before "nothing new" may count'
    )
    vitable_max_concurrent: int = Field(default=8, ge=1, le=100, description="Reissue calls under way at once")
    reissue_paused: bool = Field(default=False, description="1: everything works, but nothing is sent to Vitable")
    audit_key: SecretStr | None = Field(
        default=None, min_length=32, description="At least 32 secret characters that chain the audit; keep them"
    )
    audit_keys_old: AuditKeys = Field(
        default=(),
        description="Audit keys from before, comma-separated, each of at least 32 characters; "
        "`lost` if the last one is lost",
    )
    database_schema: str | None = Field(
        default=None,
        pattern=r"^[a-z_][a-z0-9_]{0,62}$",
        description="PostgreSQL's schema for all tables, with the durable engine's; lower case",
    )
    database_url: str = Field(default="sqlite:///reissue.db", description="sqlite:///file or postgres://…")
    approvals_channel: str = Field(
        pattern=r"^[CG][A-Z0-9]{2,}$", description="Id (C…) of the channel that gets the cards"
    )
    approvers: Subjects = Field(min_length=1, description="User (U…) and user-group (S…) ids, comma-separated")
    approvals_required: int = Field(default=1, ge=1, le=10, description="How many approvers must say yes")
    second_approval_when: Conditions = Field(
        default=(),
        description="When two must, comma-separated: window_closed, qle_not_approved, coverage_older_than=DAYS, "
        "employer_pays_above=CENTS (a month), not_matched (requester, approver and employee may be one person)",
    )
    request_ttl_days: int = Field(
        default=30, ge=1, le=365, description="Days for a decision, where the enrollment window does not end sooner"
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
    retention_days: int | None = Field(
        default=None, ge=30, le=3650, description="Days after which names and reasons of closed requests are removed"
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(default=3000, ge=0, le=65535, description="Port to listen on")
    metrics_port: int | None = Field(
        default=None, ge=1, le=65535, description="Another port for /readyz and /metrics, which PORT has no more then"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="Least level to log")
    log_format: Literal["console", "json"] = Field(default="console", description="console or json")

    @field_validator("slack_bot_token", "slack_signing_secret", "slack_app_token")
    @classmethod
    def _without_stray_characters(cls, value: SecretStr | None) -> SecretStr | None:
        return None if value is None else without_stray_characters(value)

    @field_validator("audit_keys_old")
    @classmethod
    def _each_without_unseen_characters(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        return tuple(map(without_unseen_characters, value))

    @field_validator("audit_key")
    @classmethod
    def _without_unseen_characters(cls, value: SecretStr | None) -> SecretStr | None:
        return None if value is None else without_unseen_characters(value)

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token_of_the_right_kind(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        prefix = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}[info.field_name or ""]
        if value is not None and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"must begin with {prefix}")
        return value

    @field_validator("vitable_connect_api_key")
    @classmethod
    def _key_of_the_file(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        file = info.data.get("vitable_connect_api_key_file")
        if file is not None:
            return SecretStr(key_in(file))
        if not value.get_secret_value():
            raise ValueError(
                "VITABLE_CONNECT_API_KEY is not set. API key of Vitable Connect; "
                "or name a file that holds it in VITABLE_CONNECT_API_KEY_FILE."
            )
        return without_stray_characters(value)

    @field_validator("slack_api_url", "vitable_connect_base_url")
    @classmethod
    def _safe_url(cls, value: str | None) -> str | None:
        return None if value is None else safe_url(value)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str, info: ValidationInfo) -> str:
        return in_schema(known_database(value), info.data.get("database_schema"))

    @field_validator("metrics_port")
    @classmethod
    def _another_port(cls, value: int | None, info: ValidationInfo) -> int | None:
        if value is not None and value == info.data.get("port"):
            raise ValueError("must be another port than PORT; without it, PORT has these pages")
        return value

    @field_validator("audit_keys_old")
    @classmethod
    def _beside_a_key(cls, value: tuple[SecretStr, ...], info: ValidationInfo) -> tuple[SecretStr, ...]:
        if value and info.data.get("audit_key", "wrong") is None:
            raise ValueError("AUDIT_KEY is not set, but AUDIT_KEYS_OLD is: set the key that the audit has from now on")
        return value

    @field_validator("vitable_connect_base_url")
    @classmethod
    def _some_server(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("vitable_connect_environment", "wrong") is None:
            raise ValueError("VITABLE_CONNECT_ENVIRONMENT is not set: production or environment_1 (test)")
        return value

    @field_validator("readback_settle")
    @classmethod
    def _long_enough(cls, value: float, info: ValidationInfo) -> float:
        if value < 2 * info.data.get("vitable_connect_timeout", 0):
            raise ValueError("must be at least twice VITABLE_CONNECT_TIMEOUT")
        return value

    @property
    def chain(self) -> Chain | None:
        """The chain over the audit; None without AUDIT_KEY."""
        if self.audit_key is None:
            return None
        old = [key.get_secret_value() for key in self.audit_keys_old]
        others = tuple(key for key in old if key != LOST)
        return Chain(self.audit_key.get_secret_value(), others, is_lost=LOST in old)

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


def load_settings() -> Settings:
    """The settings of this process. Raises SettingsError, which names every wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [_remedy(problem["loc"], problem["msg"], problem["type"]) for problem in error.errors()]
        raise SettingsError("\n".join(dict.fromkeys(lines))) from error


def _remedy(location: tuple[int | str, ...], message: str, kind: str) -> str:
    """One line: the setting's name, the mistake, and what to set it to."""
    message = message.removeprefix("Value error, ")
    name = str(location[0])
    if message.startswith(tuple(other.upper() for other in Settings.model_fields)):
        return f"  {message}"
    field = Settings.model_fields.get(name)
    wrong = "is not set" if kind == "missing" else f"cannot be used: {message[:1].lower()}{message[1:]}"
    purpose = f". {field.description}." if field is not None and field.description else ""
    return f"  {name.upper()} {wrong}{purpose}"
