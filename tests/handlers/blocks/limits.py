"""Slack's limits as slackblocks lists them: an oracle beside the sandbox's validator."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from slackblocks import _limits as limits

Node = dict[str, Any]
Rule = tuple[Callable[[Node], int], int]


def breaches(payload: Node) -> list[str]:
    """What in a message or view is longer than Slack takes, by where it is."""
    return list(_of_whole(payload)) + [
        f"{path}: {size(node)} > {most}"
        for path, node in _nodes(payload, "")
        for size, most in _RULES.get(node.get("type", ""), ())
        if size(node) > most
    ]


def _nodes(value: Any, path: str) -> Iterator[tuple[str, Node]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from _nodes(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _nodes(inner, f"{path}/{position}")


def _length(*path: str) -> Callable[[Node], int]:
    def length(node: Node) -> int:
        value: Any = node
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return len(value) if value is not None else 0

    return length


def _longest(many: str, key: str) -> Callable[[Node], int]:
    """The longest text among `many`; `key` is where each has it, empty where it is a text itself."""

    def longest(node: Node) -> int:
        texts = [item.get(key, {}) if key else item for item in node.get(many, [])]
        return max((len(text.get("text", "")) for text in texts), default=0)

    return longest


_MENU: tuple[Rule, ...] = (
    (_length("placeholder", "text"), limits.SELECT_PLACEHOLDER_MAX_LENGTH),
    (_length("options"), limits.SELECT_OPTIONS_MAX_ITEMS),
    (_longest("options", "text"), limits.OPTION_TEXT_MAX_LENGTH),
    (_longest("options", "description"), limits.OPTION_DESCRIPTION_MAX_LENGTH),
    (_length("action_id"), limits.ACTION_ID_MAX_LENGTH),
)
_RULES: Mapping[str, tuple[Rule, ...]] = {
    "plain_text": ((_length("text"), limits.TEXT_MAX_LENGTH),),
    "mrkdwn": ((_length("text"), limits.TEXT_MAX_LENGTH),),
    "header": ((_length("text", "text"), limits.HEADER_TEXT_MAX_LENGTH),),
    "section": (
        (_length("text", "text"), limits.SECTION_TEXT_MAX_LENGTH),
        (_length("fields"), limits.SECTION_FIELDS_MAX_ITEMS),
        (_longest("fields", ""), limits.SECTION_FIELDS_ITEM_MAX_LENGTH),
    ),
    "context": ((_length("elements"), limits.CONTEXT_ELEMENTS_MAX_ITEMS),),
    "actions": ((_length("elements"), limits.ACTIONS_ELEMENTS_MAX_ITEMS),),
    "button": (
        (_length("text", "text"), limits.BUTTON_TEXT_MAX_LENGTH),
        (_length("value"), limits.BUTTON_VALUE_MAX_LENGTH),
        (_length("confirm", "title", "text"), limits.CONFIRMATION_TITLE_MAX_LENGTH),
        (_length("confirm", "text", "text"), limits.CONFIRMATION_TEXT_MAX_LENGTH),
        (_length("confirm", "confirm", "text"), limits.CONFIRMATION_CONFIRM_MAX_LENGTH),
        (_length("confirm", "deny", "text"), limits.CONFIRMATION_DENY_MAX_LENGTH),
    ),
    "input": (
        (_length("label", "text"), limits.INPUT_LABEL_MAX_LENGTH),
        (_length("hint", "text"), limits.INPUT_HINT_MAX_LENGTH),
        (_length("block_id"), limits.BLOCK_ID_MAX_LENGTH),
    ),
    "static_select": _MENU,
    "external_select": _MENU,
    "home": ((_length("blocks"), limits.VIEW_BLOCKS_MAX_ITEMS),),
    "modal": (
        (_length("title", "text"), limits.VIEW_TITLE_MAX_LENGTH),
        (_length("submit", "text"), limits.VIEW_SUBMIT_MAX_LENGTH),
        (_length("close", "text"), limits.VIEW_CLOSE_MAX_LENGTH),
        (_length("blocks"), limits.VIEW_BLOCKS_MAX_ITEMS),
        (_length("private_metadata"), limits.VIEW_PRIVATE_METADATA_MAX_LENGTH),
        (_length("callback_id"), limits.VIEW_CALLBACK_ID_MAX_LENGTH),
    ),
}


def _of_whole(payload: Node) -> Iterator[str]:
    if payload.get("type") not in ("modal", "home") and len(payload["blocks"]) > limits.MESSAGE_BLOCKS_MAX_ITEMS:
        yield f"{len(payload['blocks'])} blocks"
    if len(payload.get("text", "")) > 4000:
        yield "text is longer than chat.update takes"
