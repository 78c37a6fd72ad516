"""Secrets: checks their form, and keeps them out of the report even if a server quotes them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.doctor.finding import Check, Finding, failed, ok
from bot.logs.masking import Mask, secrets_of
from bot.settings import Settings

LOOKS_RIGHT = re.compile(r"[0-9a-f]{32}")
"""The form of every signing secret. The client secret next to it has the same."""

WHERE = "On api.slack.com/apps open the app, Basic Information → Signing Secret → Show, and copy it whole."


def examine_signing_secret(secret: str) -> Finding:
    """Check the form only: Slack has no call that tries a signing secret."""
    if LOOKS_RIGHT.fullmatch(secret) is None:
        return failed(Check.SIGNING_SECRET, "is not made of 32 digits and letters a to f", WHERE)
    return ok(Check.SIGNING_SECRET, "looks like one; only the first delivery can tell")


def without_secrets(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """The findings, without any secret that a server quoted."""
    mask = Mask(secrets_of(settings))
    return [
        replace(finding, says=mask(finding.says), remedy=mask(finding.remedy or "") or None) for finding in findings
    ]
