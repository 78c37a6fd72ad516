"""The pages of the reference that are made from the code, and how."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.docs.audit_page import audit_page
from tests.docs.commands_page import commands_page
from tests.docs.log_page import log_page
from tests.docs.metrics_page import metrics_page
from tests.docs.settings_page import settings_page
from tests.docs.slack_page import slack_page

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"

PAGES: Mapping[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "slack-commands.md": slack_page,
    "audit-lines.md": audit_page,
    "metrics.md": metrics_page,
    "log-events.md": log_page,
}
