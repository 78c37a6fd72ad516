"""The settings of the database, the audit and the log: all that commands need which talk to no other server."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.keys import UnusableSecretFile, secret_in
from bot.setting_checks import known_database, split, without_unseen_characters
from store.address import in_schema
from store.audit.chain import Chain

LOST = "lost"
"""What stands in AUDIT_KEYS_OLD for a key that nobody has any more."""

END = "_file"
"""The ending of settings that name a file with a secret. The rest is the name of the secret's own setting."""


def file_of(setting: str) -> Any:  # noqa: ANN401 - what pydantic's Field returns
    """The field for the name of a file that holds the secret of `setting`. It stands before the secret's own."""
    return Field(default=None, description=f"File that holds the secret; goes before {setting}")


def _audit_key(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if isinstance(text, str) and text != LOST and len(text) < 32:
        raise ValueError("each must have at least 32 characters and no comma in it, or be the word lost")
    return value


AuditKeys = Annotated[tuple[Annotated[SecretStr, BeforeValidator(_audit_key)], ...], NoDecode, BeforeValidator(split)]


class StoreSettings(BaseSettings):
    """What commands need that talk to the database alone; docs/reference/settings.md is made from them."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, validate_default=True, hide_input_in_errors=True
    )

    audit_key_file: Path | None = file_of("AUDIT_KEY")
    audit_key: SecretStr | None = Field(
        default=None, min_length=32, description="At least 32 secret characters that chain the audit; keep them"
    )
    audit_keys_old_file: Path | None = file_of("AUDIT_KEYS_OLD")
    audit_keys_old: AuditKeys = Field(
        default=(),
        description="Audit keys from before, comma-separated, each of at least 32 characters; "
        "`lost` if the last one is lost",
    )
    database_schema: str | None = Field(
        default=None,
        pattern=r"^[a-z_][a-z0-9_]{0,62}$",
        description="PostgreSQL's schema for all tables; lower case",
    )
    database_url_file: Path | None = file_of("DATABASE_URL")
    database_url: str = Field(default="sqlite:///reissue.db", description="sqlite:///file or postgres://…")
    retention_days: int | None = Field(
        default=None, ge=30, le=3650, description="Days after which names and reasons of closed requests are removed"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="Least level to log")
    log_format: Literal["console", "json"] = Field(default="console", description="console or json")

    @model_validator(mode="before")
    @classmethod
    def _with_secrets_of_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        """A file that cannot be used stands in the secret's place, so that it is told together with other problems."""
        files = {
            name.removesuffix(END): given[name]
            for name in cls.model_fields
            if name.endswith(END) and name.removesuffix(END) in cls.model_fields and given.get(name)
        }
        contents = {name: _content(name.upper(), Path(file)) for name, file in files.items()}
        return given | {name: content for name, content in contents.items() if content}

    @field_validator("*", mode="before")
    @classmethod
    def _readable(cls, value: object) -> object:
        if isinstance(value, UnusableSecretFile):
            raise value
        return value

    @field_validator("audit_keys_old")
    @classmethod
    def _each_without_unseen_characters(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        return tuple(map(without_unseen_characters, value))

    @field_validator("audit_key")
    @classmethod
    def _without_unseen_characters(cls, value: SecretStr | None) -> SecretStr | None:
        return None if value is None else without_unseen_characters(value)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str, info: ValidationInfo) -> str:
        return in_schema(known_database(value), info.data.get("database_schema"))

    @field_validator("audit_keys_old")
    @classmethod
    def _beside_a_key(cls, value: tuple[SecretStr, ...], info: ValidationInfo) -> tuple[SecretStr, ...]:
        if value and info.data.get("audit_key", "wrong") is None:
            raise ValueError("AUDIT_KEY is not set, but AUDIT_KEYS_OLD is: set the key that the audit has from now on")
        return value

    @property
    def chain(self) -> Chain | None:
        """The chain over the audit; None without AUDIT_KEY."""
        if self.audit_key is None:
            return None
        old = [key.get_secret_value() for key in self.audit_keys_old]
        others = tuple(key for key in old if key != LOST)
        return Chain(self.audit_key.get_secret_value(), others, is_lost=LOST in old)


def _content(setting: str, file: Path) -> str | UnusableSecretFile:
    try:
        return secret_in(setting, file)
    except UnusableSecretFile as unusable:
        return unusable


class RoutedStoreSettings(StoreSettings):
    """The same for `export --route`, which reads the file of routes too."""

    routes_file: Path | None = Field(
        default=None, description="File (TOML) of the routes: which employer's requests go to whom"
    )

    @field_validator("routes_file")
    @classmethod
    def _with_usable_routes(cls, value: Path | None) -> Path | None:
        if value is not None:
            from bot.routes_file import routes_in  # noqa: PLC0415 - most have one route for everything

            routes_in(value)
        return value
