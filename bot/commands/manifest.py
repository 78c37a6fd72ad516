"""The Slack app manifest: `manifest.json`, with the bot's address filled in or left out."""

import json
from importlib import resources
from typing import Any

PLACEHOLDER = "https://bot.example.com"


def template() -> str:
    """The text of `manifest.json`: an installed package has it beside its modules, the source one folder higher."""
    package = resources.files("bot")
    shipped = package / "manifest.json"
    return (shipped if shipped.is_file() else package / ".." / "manifest.json").read_text(encoding="utf-8")


def manifest_for(url: str) -> dict[str, Any]:
    """The manifest for a bot that Slack reaches at `url`."""
    text = template().replace(PLACEHOLDER, url.rstrip("/"))
    filled: dict[str, Any] = json.loads(text)
    return filled


def manifest_for_a_socket() -> dict[str, Any]:
    """The manifest for a bot that connects to Slack by itself: Socket Mode on, and no address anywhere.

    https://docs.slack.dev/reference/app-manifest: with Socket Mode no request URL is needed.
    """
    made: dict[str, Any] = _without_addresses(json.loads(template()))
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
