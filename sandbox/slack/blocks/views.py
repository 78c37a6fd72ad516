"""Rules for a whole view: a modal or a Home tab."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.checks import Check, Place, boolean, by_type, field, items, objects_in, shape, string
from sandbox.slack.blocks.containers import with_children
from sandbox.slack.blocks.layout import home_block, modal_block, unique_block_ids
from sandbox.slack.blocks.texts import plain


def validate_view(view: Mapping[str, Any]) -> list[str]:
    """The problems of a view by Slack's rules, as "[ERROR] … [json-pointer:/view/…]". Empty if it has none.

    Source: https://docs.slack.dev/reference/views and the block and element pages next to it.
    """
    place = Place("/view", [])
    by_type({"modal": _modal(), "home": _home()})(dict(view), place)
    if is_too_large(view):
        place.refuse(f"must be less than {limits.VIEW_MAX_BYTES + 1} bytes")
    return place.problems


def is_too_large(view: Mapping[str, Any]) -> bool:
    """Whether a view is more than 250 KB of JSON."""
    return len(json.dumps(view, separators=(",", ":"), ensure_ascii=False).encode()) > limits.VIEW_MAX_BYTES


def _common() -> Mapping[str, Check]:
    return {
        "private_metadata": string(limits.VIEW_PRIVATE_METADATA_MAX_LENGTH),
        "callback_id": string(limits.VIEW_CALLBACK_ID_MAX_LENGTH),
        "external_id": string(limits.VIEW_EXTERNAL_ID_MAX_LENGTH),
    }


def _blocks(block: Check) -> Check:
    return items(block, limits.VIEW_BLOCKS_MAX_ITEMS, minimum=0)


def _modal() -> Check:
    return shape(
        {"title": plain(limits.VIEW_TITLE_MAX_LENGTH), "blocks": _blocks(modal_block())},
        {
            **_common(),
            "close": plain(limits.VIEW_CLOSE_MAX_LENGTH),
            "submit": plain(limits.VIEW_SUBMIT_MAX_LENGTH),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
        },
        _distinct_blocks,
        _submit_with_inputs,
        _one_focus,
    )


def _home() -> Check:
    return shape({"blocks": _blocks(home_block())}, _common(), _distinct_blocks, _one_focus)


def _distinct_blocks(view: object, place: Place) -> None:
    unique_block_ids(field(view, "blocks"), place.at("blocks"))


def _submit_with_inputs(view: object, place: Place) -> None:
    inputs = [block for block in objects_in(field(view, "blocks")) if block.get("type") == "input"]
    if inputs and field(view, "submit") is None:
        place.refuse("missing required field: submit (a modal with an input block needs one)")


def _one_focus(view: object, place: Place) -> None:
    elements = [element for block in with_children(field(view, "blocks")) for element in elements_of(block)]
    if sum(element.get("focus_on_load") is True for element in elements) > 1:
        place.at("blocks").refuse("only one element can have focus_on_load")


def elements_of(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The elements of a block that people can use: its input element, its accessory, its actions."""
    places = [block.get("element"), block.get("accessory")]
    if block.get("type") == "actions":
        places += block.get("elements") or []
    return [element for element in places if isinstance(element, dict)]
