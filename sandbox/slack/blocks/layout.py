"""Rules for blocks, and which blocks are allowed in a message, a modal or a Home tab."""

from collections.abc import Mapping
from functools import cache

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.checks import (
    Check,
    Place,
    at_least_one,
    boolean,
    by_type,
    exactly_one,
    field,
    items,
    objects_in,
    one_of,
    shape,
    string,
)
from sandbox.slack.blocks.containers import container_fields, folds_or_not, placed, titled
from sandbox.slack.blocks.elements import simple_elements
from sandbox.slack.blocks.menus import menus, multi_menus
from sandbox.slack.blocks.rich_text import rich_text_fields, table_fields
from sandbox.slack.blocks.texts import either, plain

_TYPED_INPUTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")


@cache
def message_block() -> Check:
    """A block of a message."""
    held = {**_everywhere(), "table": _table()}
    return by_type({**held, "markdown": _markdown(), "container": _container(held)})


@cache
def modal_block() -> Check:
    """A block of a modal."""
    return by_type({**_in_views(), "alert": _alert()})


@cache
def home_block() -> Check:
    """A block of a Home tab."""
    return by_type(_in_views())


def unique_block_ids(blocks: object, place: Place) -> None:
    """No two blocks of a message or view may have the same block_id."""
    seen: set[object] = set()
    for block, its_place in placed(blocks, place):
        block_id = field(block, "block_id")
        if block_id is not None and block_id in seen:
            its_place.at("block_id").refuse(f"block_id already exists: {block_id}")
        seen.add(block_id)


def _in_views() -> Mapping[str, Check]:
    return {**_everywhere(), "input": _input(), "container": _container(_everywhere())}


def _everywhere() -> Mapping[str, Check]:
    return {
        "section": _section(),
        "actions": _actions(),
        "context": _context(),
        "divider": _block({}, {}),
        "header": _block({"text": plain(limits.HEADER_TEXT_MAX_LENGTH)}, {}),
        "image": _image(),
        "rich_text": _block(rich_text_fields(), {}),
    }


def _block(required: Mapping[str, Check], optional: Mapping[str, Check], *also: Check) -> Check:
    return shape(required, {**optional, "block_id": string(limits.BLOCK_ID_MAX_LENGTH, minimum=1)}, *also)


def _section() -> Check:
    accessory = {k: v for k, v in simple_elements().items() if k not in _TYPED_INPUTS}
    fields = items(either(limits.SECTION_FIELDS_ITEM_MAX_LENGTH), limits.SECTION_FIELDS_MAX_ITEMS)
    return _block(
        {},
        {
            "text": either(limits.SECTION_TEXT_MAX_LENGTH),
            "fields": fields,
            "accessory": by_type({**accessory, **menus(), **multi_menus()}),
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    )


def _actions() -> Check:
    elements = {k: v for k, v in simple_elements().items() if k not in (*_TYPED_INPUTS, "image")}
    return _block(
        {"elements": items(by_type({**elements, **menus()}), limits.ACTIONS_ELEMENTS_MAX_ITEMS)},
        {},
        _unique_action_ids,
    )


def _unique_action_ids(block: object, place: Place) -> None:
    seen: set[object] = set()
    for position, element in enumerate(objects_in(field(block, "elements"))):
        action_id = element.get("action_id")
        if action_id is not None and action_id in seen:
            place.at("elements").at(position).at("action_id").refuse(f"action_id already exists: {action_id}")
        seen.add(action_id)


def _context() -> Check:
    text = string(limits.TEXT_MAX_LENGTH, minimum=1)
    element = by_type(
        {
            "image": simple_elements()["image"],
            "plain_text": shape({"text": text}, {"emoji": boolean}),
            "mrkdwn": shape({"text": text}, {"verbatim": boolean}),
        }
    )
    return _block({"elements": items(element, limits.CONTEXT_ELEMENTS_MAX_ITEMS)}, {})


def _image() -> Check:
    return _block(
        {"alt_text": string(limits.IMAGE_ALT_TEXT_MAX_LENGTH, minimum=1)},
        {
            "image_url": string(limits.IMAGE_IMAGE_URL_MAX_LENGTH, minimum=1),
            "slack_file": shape({}, {"id": string(255), "url": string(limits.IMAGE_IMAGE_URL_MAX_LENGTH)}),
            "title": plain(limits.IMAGE_TITLE_MAX_LENGTH),
        },
        exactly_one("image_url", "slack_file"),
    )


def _input() -> Check:
    elements = {k: v for k, v in simple_elements().items() if k not in ("button", "image", "overflow")}
    return _block(
        {
            "label": plain(limits.INPUT_LABEL_MAX_LENGTH),
            "element": by_type({**elements, **menus(), **multi_menus()}),
        },
        {"hint": plain(limits.INPUT_HINT_MAX_LENGTH), "optional": boolean, "dispatch_action": boolean},
    )


def _alert() -> Check:
    level = one_of("default", "info", "warning", "error", "success")
    return _block({"text": either(limits.ALERT_TEXT_MAX_LENGTH)}, {"level": level})


def _container(children: Mapping[str, Check]) -> Check:
    required, optional = container_fields(children)
    return _block(required, optional, titled, folds_or_not)


def _markdown() -> Check:
    return _block({"text": string(limits.MARKDOWN_TEXT_MAX_LENGTH, minimum=1)}, {})


def _table() -> Check:
    required, optional = table_fields()
    return _block(required, optional)
