"""Blocks as Slack stores and returns them: with the ids and defaults that their author left out."""

import secrets
from copy import deepcopy
from typing import Any

from sandbox.slack.blocks.containers import with_children
from sandbox.slack.blocks.views import elements_of

Block = dict[str, Any]

SPELL_NOTHING = "bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ0123456789"
"""What ids are made of: with vowels and hyphens, one in ten thousand would have the number of a request in it, such as
R-1, and one in a hundred thousand the name Ada; then who looks for either in all that is shown finds it there."""

RANDOM = secrets.SystemRandom()


def stored_blocks(blocks: list[Block]) -> list[Block]:
    """A copy of the blocks, with missing block_ids and action_ids generated, and defaults of inputs and texts filled
    in."""
    copies = deepcopy(blocks)
    for block in with_children(copies):
        block.setdefault("block_id", _generated_id())
        for element in elements_of(block):
            if element["type"] != "image":
                element.setdefault("action_id", _generated_id())
        _fill_input(block)
        _fill_texts(block)
    return copies


def with_text_defaults(value: Any) -> Any:  # noqa: ANN401 - any JSON goes in, the same comes out
    """A copy of the JSON, with the defaults of every text object in it filled in."""
    copy = deepcopy(value)
    _fill_texts(copy)
    return copy


def _generated_id() -> str:
    return "".join(RANDOM.choices(SPELL_NOTHING, k=5))


def _fill_input(block: Block) -> None:
    if block["type"] != "input":
        return
    block.setdefault("optional", False)
    block.setdefault("dispatch_action", False)
    if block["element"]["type"] == "plain_text_input":
        block["element"].setdefault("dispatch_action_config", {"trigger_actions_on": ["on_enter_pressed"]})


def _fill_texts(value: object) -> None:
    if isinstance(value, list):
        for item in value:
            _fill_texts(item)
    elif isinstance(value, dict) and value.get("type") != "rich_text":
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for item in value.values():
            _fill_texts(item)
