"""The Slack app manifest: `manifest.json` at the top, with the bot's address filled in or left out."""

import json
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parents[2] / "manifest.json"
PLACEHOLDER = "https://bot.example.com"


def manifest_for(url: str) -> dict[str, Any]:
    """The manifest for a bot that Slack reaches at `url`."""
    text = TEMPLATE.read_text(encoding="utf-8").replace(PLACEHOLDER, url.rstrip("/"))
    filled: dict[str, Any] = json.loads(text)
    return filled


def manifest_for_a_socket() -> dict[str, Any]:
    """The manifest for a bot that connects to Slack by itself: Socket Mode on, and no address anywhere.

    https://docs.slack.dev/reference/app-manifest: with Socket Mode no request URL is needed.
    """
    made: dict[str, Any] = _without_addresses(json.loads(TEMPLATE.read_text(encoding="utf-8")))
    made["settings"]["socket_mode_enabled"] = True
    return made


def _without_addresses(part: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, list):
        return [_without_addresses(item) for item in part]
    if isinstance(part, dict):
        return {name: _without_addresses(value) for name, value in part.items() if not _is_address(value)}
    return part


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(PLACEHOLDER)
