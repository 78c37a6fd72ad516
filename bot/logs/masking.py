"""Keeps secrets out of what the bot writes, even where a server or a library quotes them."""

import json
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from urllib.parse import quote

from pydantic import SecretStr

from bot.keys import API_KEY, UnusableSecretFile, secret_in
from bot.settings import Settings
from bot.store_settings import LOST, StoreSettings
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


def secrets_of(settings: StoreSettings) -> list[str]:
    """Every secret in the settings, and the API key that is in the file now: it may have been replaced."""
    given = [_secrets(getattr(settings, name)) for name in type(settings).model_fields]
    return [*chain.from_iterable(given), *_replaced_key(settings), *_password(settings.database_url)]


def _secrets(value: object) -> list[str]:
    if isinstance(value, SecretStr):
        return [value.get_secret_value()] if value.get_secret_value() != LOST else []
    return [*chain.from_iterable(map(_secrets, value))] if isinstance(value, tuple) else []


def _replaced_key(settings: StoreSettings) -> list[str]:
    file = settings.vitable_connect_api_key_file if isinstance(settings, Settings) else None
    with suppress(UnusableSecretFile):
        return [secret_in(API_KEY, file)] if file else []
    return []


def _password(database_url: str) -> list[str]:
    with suppress(UnusableDatabase):
        password = sync_url(database_url).password or ""
        return [str(password), quote(str(password)), quote(str(password), safe="")]
    return [database_url]
