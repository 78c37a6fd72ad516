"""Checks of secrets and addresses in settings. Each returns the value, or raises ValueError with a sentence of ours.

No sentence quotes the value: it may be a secret, or have one in it.
"""

from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from bot.keys import misread
from store.address import sync_url

PERSON_OR_GROUP = r"^[UWS][A-Z0-9]{2,}$"
"""Ids of people and of user groups in Slack."""

CHANNEL = r"^[CG][A-Z0-9]{2,}$"
"""Ids of channels in Slack."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

STRAY = (
    "it holds a blank, a line break or another character that none has, perhaps one that cannot be seen. "
    "Copy it again, without anything around it"
)

UNSEEN = (
    "it holds a line break or another character that cannot be seen, which the next copy of it may lack. "
    "Write it without"
)

NO_SERVER = "must name a server: https:// and its name"

DATABASES = frozenset({"sqlite", "postgres", "postgresql", "postgresql+psycopg", "sqlite+aiosqlite"})


def split(value: object) -> object:
    """The parts of a comma-separated line, without blanks around them; any other value as it is."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def without_stray_characters(secret: SecretStr) -> SecretStr:
    """A token or key that is as it was handed out: such characters break the header that carries it."""
    if misread(secret.get_secret_value()):
        raise ValueError(STRAY)
    return secret


def without_unseen_characters(secret: SecretStr) -> SecretStr:
    """A secret that people made up: it may hold blanks and any letters, but nothing that a copy loses unnoticed."""
    if not secret.get_secret_value().isprintable():
        raise ValueError(UNSEEN)
    return secret


def safe_url(value: str) -> str:
    """An address to which tokens may be sent."""
    url = _split(value, NO_SERVER)
    if not url.hostname:
        raise ValueError(NO_SERVER)
    if url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK):
        return value
    raise ValueError("must begin with https:// (http:// only on this machine: tokens travel in it)")


def known_database(value: str) -> str:
    """The address of a database, which everything reads as `store.address` does. UnusableDatabase is a ValueError."""
    if value.split(":", 1)[0] not in DATABASES:
        raise ValueError("must begin with sqlite:/// or postgres://")
    if not value.isprintable():
        raise ValueError(UNSEEN)
    if not (sync_url(value).password or "").isprintable():
        raise ValueError(UNSEEN)
    return value


def _split(value: str, otherwise: str) -> SplitResult:
    try:
        return urlsplit(value)
    except ValueError:  # its text quotes the address
        raise ValueError(otherwise) from None
