"""Which release this is, and what a process says about itself when it starts."""

from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

import structlog

from bot.settings import Settings
from store.address import sync_url

DISTRIBUTION = "reissue-bot"

NOT_INSTALLED = "(source, not installed)"

USUAL_SLACK = Settings.model_fields["slack_api_url"].default

log = structlog.get_logger()


def installed_version(distribution: str = DISTRIBUTION) -> str | None:
    """The version of the installed package; None where the bot runs from a source without being installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def log_start(command: str, settings: Settings) -> None:
    """Log which release starts as what, and with which kinds of servers. Addresses may hold secrets: names only."""
    facts = {
        "version": installed_version() or NOT_INSTALLED,
        "mode": command,
        "database": sync_url(settings.database_url).get_backend_name(),
        "vitable": settings.server or "production",
    }
    if settings.slack_api_url != USUAL_SLACK:
        facts["slack"] = urlsplit(settings.slack_api_url).hostname or ""
    log.info("starting", **facts)
