"""The pages of the reference that are made from the code, and how."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.docs.audit_page import audit_page
from tests.docs.boundaries_drawing import boundaries_drawing
from tests.docs.commands_page import commands_page
from tests.docs.log_page import log_page
from tests.docs.metrics_page import metrics_page
from tests.docs.rooms_drawing import rooms_drawing
from tests.docs.settings_page import settings_page
from tests.docs.slack_page import slack_page

DOCS = Path(__file__).parents[2] / "docs"

REFERENCE = DOCS / "reference"

MADE: Mapping[str, Callable[[], str]] = {
    "pictures/architecture.svg": rooms_drawing,
    "pictures/boundaries.svg": boundaries_drawing,
    "reference/settings.md": settings_page,
    "reference/commands.md": commands_page,
    "reference/slack-commands.md": slack_page,
    "reference/audit-lines.md": audit_page,
    "reference/metrics.md": metrics_page,
    "reference/log-events.md": log_page,
}
