"""docs/reference/slack-commands.md, from the help that `/reissue help` shows and the manifest of the app."""

import json
import re
from pathlib import Path
from typing import Any

from approvals.model.status import RequestStatus
from handlers.listeners.overview import SUBCOMMANDS
from handlers.words.controls.commands import HELP
from tests.docs.markdown import code, page, table

MANIFEST = Path(__file__).parents[2] / "manifest.json"

BULLET = re.compile(r"• (.+)")
TYPED = re.compile(r"`(/reissue[^`]*)`")

AFTERWORD = """Answers are shown to the person who asked, and to no one else. What each person finds:
[where to see requests](../finding.md)."""


def slack_page() -> str:
    """The whole page."""
    features: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))["features"]
    lines = [(", ".join(map(code, TYPED.findall(line))), _without_start(line)) for line in BULLET.findall(HELP)]
    shortcuts = [(f"*{each['name']}*", each["description"]) for each in features["shortcuts"]]
    after = HELP.rpartition("\n")[2]
    return page(
        "In Slack",
        f"`/reissue` knows {', '.join(map(code, sorted(SUBCOMMANDS)))}; other words after it are the name or the id of "
        "an employee or an enrollment.",
        table(["typed", "what it does, in the words of `/reissue help`"], lines),
        after,
        "## Shortcuts",
        table(["shortcut", "what it does"], shortcuts),
        "## Words of a history",
        "The statuses that `/reissue history` and `python -m bot list --status` know: "
        + ", ".join(code(status.value) for status in RequestStatus)
        + ". In Slack the words of the cards work too, such as `denied`.",
        AFTERWORD,
    )


def _without_start(line: str) -> str:
    """A line of the help without what is typed, which has a column of its own."""
    rest = re.sub(r"^`[^`]+` ", "", line)
    return rest[0].upper() + rest[1:]
