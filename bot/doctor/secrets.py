"""Secrets: checks their form, and keeps them out of the report even if a server quotes them."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.doctor.finding import Check, Finding, failed, ok
from bot.keys import UnusableKeyFile, key_in
from bot.settings import LOST, Settings

LOOKS_RIGHT = re.compile(r"[0-9a-f]{32}")
"""The form of every signing secret. The client secret next to it has the same."""

SHORTEST = 6
"""Characters. Anything shorter is not a secret, and is part of many sentences."""

WHERE = "On api.slack.com/apps open the app, Basic Information → Signing Secret → Show, and copy it whole."


def examine_signing_secret(secret: str) -> Finding:
    """Check the form only: Slack has no call that tries a signing secret."""
    if LOOKS_RIGHT.fullmatch(secret) is None:
        return failed(Check.SIGNING_SECRET, "is not made of 32 digits and letters a to f", WHERE)
    return ok(Check.SIGNING_SECRET, "looks like one; only the first delivery can tell")


def without_secrets(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """The findings, without any secret that a server quoted."""
    secrets = _secrets(settings)
    return [
        replace(finding, says=_cleaned(finding.says, secrets), remedy=_cleaned(finding.remedy or "", secrets) or None)
        for finding in findings
    ]


def _secrets(settings: Settings) -> list[str]:
    known = [settings.slack_bot_token, settings.slack_signing_secret, settings.vitable_connect_api_key]
    known += [one for one in (settings.slack_app_token, settings.audit_key) if one is not None]
    known += [key for key in settings.audit_keys_old if key.get_secret_value() != LOST]
    told = [secret.get_secret_value() for secret in known]
    return [*told, *_replaced_key(settings), *_password(settings.database_url)]


def _replaced_key(settings: Settings) -> list[str]:
    """The key in the file now: it may have been replaced, and used, during the examination."""
    with suppress(UnusableKeyFile):
        return [key_in(settings.vitable_connect_api_key_file)] if settings.vitable_connect_api_key_file else []
    return []


def _password(database_url: str) -> list[str]:
    try:
        password = make_url(database_url).password
    except (ArgumentError, ValueError):
        return [database_url]
    return [str(password)] if password else []


def _cleaned(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        if len(secret) >= SHORTEST:
            text = text.replace(secret, "…")
    return text
