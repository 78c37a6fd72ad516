"""Keeps secrets out of what the bot writes, even where a server or a library quotes them."""

import json
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import quote

from bot.keys import UnusableKeyFile, key_in
from bot.settings import LOST, Settings
from store.address import UnusableDatabase, sync_url

SHORTEST = 6
"""Characters. Anything shorter is not a secret, and is part of many sentences."""

HIDDEN = "…"


class Mask:
    """Replaces the secrets that it knows."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: list[str] = []
        self.add(*secrets)

    def add(self, *secrets: str) -> None:
        """More secrets. They are recognized too as JSON and Python write them."""
        written = [form for secret in secrets if len(secret) >= SHORTEST for form in _forms(secret)]
        self._secrets = sorted({*self._secrets, *written}, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text without any secret."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def _forms(secret: str) -> tuple[str, ...]:
    quoted = (json.dumps(secret), json.dumps(secret, ensure_ascii=False), repr(secret))
    return secret, *(form[1:-1] for form in quoted)


def secrets_of(settings: Settings) -> list[str]:
    """Every secret in the settings, and the API key that is in the file now: it may have been replaced."""
    given = (
        settings.slack_bot_token,
        settings.slack_signing_secret,
        settings.slack_app_token,
        settings.vitable_connect_api_key,
        settings.audit_key,
        *(key for key in settings.audit_keys_old if key.get_secret_value() != LOST),
    )
    return [
        *(secret.get_secret_value() for secret in given if secret is not None),
        *_replaced_key(settings),
        *_password(settings.database_url),
    ]


def _replaced_key(settings: Settings) -> list[str]:
    with suppress(UnusableKeyFile):
        return [key_in(settings.vitable_connect_api_key_file)] if settings.vitable_connect_api_key_file else []
    return []


def _password(database_url: str) -> list[str]:
    with suppress(UnusableDatabase):
        password = sync_url(database_url).password or ""
        return [str(password), quote(str(password)), quote(str(password), safe="")]
    return [database_url]
