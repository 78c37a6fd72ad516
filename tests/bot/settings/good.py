"""Settings that the bot starts with, and what it says when it does not."""

import pytest

from bot.settings import SettingsError, load_settings

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "s3cret",
    "VITABLE_CONNECT_API_KEY": "k3y",
    "VITABLE_CONNECT_ENVIRONMENT": "environment_1",
    "APPROVALS_CHANNEL": "C0APPROVALS",
    "APPROVERS": "U0MARCUS, S0HRMANAGERS",
}
"""Every setting that has no default."""

GOOD_SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-quoted-7f3a",
    "SLACK_SIGNING_SECRET": "quoted-7f3a",
    "SLACK_APP_TOKEN": "xapp-quoted-7f3a",
    "VITABLE_CONNECT_API_KEY": "quoted-7f3a",
    "VITABLE_WEBHOOK_SECRET": "quoted-7f3a",
}
"""Secrets as good as those, each with four letters that nothing else has: they show whether one was quoted."""


def complaint() -> str:
    """What the bot says instead of starting with the settings of this moment."""
    with pytest.raises(SettingsError) as refused:
        load_settings()
    return str(refused.value)
