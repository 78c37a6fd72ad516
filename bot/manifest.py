"""The Slack app manifest: `manifest.json` at the top, with the bot's address filled in."""

import json
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parent.parent / "manifest.json"
PLACEHOLDER = "https://bot.example.com"


def manifest_for(url: str) -> dict[str, Any]:
    """The manifest for a bot that Slack reaches at `url`."""
    text = TEMPLATE.read_text(encoding="utf-8").replace(PLACEHOLDER, url.rstrip("/"))
    filled: dict[str, Any] = json.loads(text)
    return filled
