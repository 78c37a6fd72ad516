"""For every limit: a message or view that a test can grow to it, and the place that the refusal names."""

from collections.abc import Callable
from typing import Any

from tests.sandbox.slack.blocks import samples as s

Json = dict[str, Any]
Grown = Callable[[int], Json]
"""Returns a message or view with one part of length n."""


def _accessory(element: Json) -> Json:
    return s.message(s.section(accessory=element))


def _menu(n: int, **more: Any) -> Json:  # noqa: ANN401 - any field of a menu
    return _accessory({"type": "static_select", "options": s.options(n), **more})


def _list(indent: int) -> Json:
    inner = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": [inner]}],
    }


def _typing(**more: Any) -> Json:  # noqa: ANN401 - any field of a text input
    return s.modal(s.input_block(element=s.text_input(**more)))


def _image(**more: Any) -> Json:  # noqa: ANN401 - any field of an image block
    return s.message({"type": "image", "image_url": "https://x", "alt_text": "x", **more})


def _option(**more: Any) -> Json:  # noqa: ANN401 - any field of an option
    return _accessory({"type": "static_select", "options": [s.option(**more)]})


def _group(**more: Any) -> Json:  # noqa: ANN401 - any field of an option group
    return _accessory(
        {"type": "static_select", "option_groups": [{"label": s.plain(), "options": s.options(1), **more}]}
    )


def _choices(kind: str, n: int) -> Json:
    return _accessory({"type": kind, "options": s.options(n)})


def _confirmed(**more: Any) -> Json:  # noqa: ANN401 - any field of a confirmation
    return s.message(s.actions(s.button(confirm=s.confirm(**more))))


def _button(**more: Any) -> Json:  # noqa: ANN401 - any field of a button
    return s.message(s.actions(s.button(**more)))


def _trigger_list(n: int) -> Json:
    words = ["on_enter_pressed", "on_character_entered", "on_enter_pressed"][:n]
    return _typing(dispatch_action_config={"trigger_actions_on": words})


def _group_of_groups(n: int) -> Json:
    groups = [{"label": s.plain(), "options": [s.option(f"v{i}")]} for i in range(n)]
    return _accessory({"type": "static_select", "option_groups": groups})


BUTTON = "/blocks/0/elements/0"
ACCESSORY = "/blocks/0/accessory"
ELEMENT = "/view/blocks/0/element"

MAXIMA: dict[str, tuple[Grown, str]] = {
    "TEXT_MAX_LENGTH": (
        lambda n: s.message({"type": "context", "elements": [s.mrkdwn(n)]}),
        "/blocks/0/elements/0/text",
    ),
    "ACTION_ID_MAX_LENGTH": (lambda n: _button(action_id="x" * n), f"{BUTTON}/action_id"),
    "BLOCK_ID_MAX_LENGTH": (lambda n: s.message(s.section(block_id="x" * n)), "/blocks/0/block_id"),
    "BUTTON_TEXT_MAX_LENGTH": (lambda n: _button(text=s.plain(n)), f"{BUTTON}/text/text"),
    "BUTTON_URL_MAX_LENGTH": (lambda n: _button(url="x" * n), f"{BUTTON}/url"),
    "BUTTON_VALUE_MAX_LENGTH": (lambda n: _button(value="x" * n), f"{BUTTON}/value"),
    "BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH": (
        lambda n: _button(accessibility_label="x" * n),
        f"{BUTTON}/accessibility_label",
    ),
    "CONFIRMATION_TITLE_MAX_LENGTH": (lambda n: _confirmed(title=s.plain(n)), f"{BUTTON}/confirm/title/text"),
    "CONFIRMATION_TEXT_MAX_LENGTH": (lambda n: _confirmed(text=s.mrkdwn(n)), f"{BUTTON}/confirm/text/text"),
    "CONFIRMATION_CONFIRM_MAX_LENGTH": (lambda n: _confirmed(confirm=s.plain(n)), f"{BUTTON}/confirm/confirm/text"),
    "CONFIRMATION_DENY_MAX_LENGTH": (lambda n: _confirmed(deny=s.plain(n)), f"{BUTTON}/confirm/deny/text"),
    "OPTION_TEXT_MAX_LENGTH": (lambda n: _option(text=s.plain(n)), f"{ACCESSORY}/options/0/text/text"),
    "OPTION_VALUE_MAX_LENGTH": (lambda n: _option(value="x" * n), f"{ACCESSORY}/options/0/value"),
    "OPTION_DESCRIPTION_MAX_LENGTH": (
        lambda n: _option(description=s.plain(n)),
        f"{ACCESSORY}/options/0/description/text",
    ),
    "OPTION_URL_MAX_LENGTH": (
        lambda n: _accessory({"type": "overflow", "options": [s.option(url="x" * n)]}),
        f"{ACCESSORY}/options/0/url",
    ),
    "OPTION_GROUP_LABEL_MAX_LENGTH": (lambda n: _group(label=s.plain(n)), f"{ACCESSORY}/option_groups/0/label/text"),
    "OPTION_GROUP_OPTIONS_MAX_ITEMS": (
        lambda n: _group(options=s.options(n)),
        f"{ACCESSORY}/option_groups/0/options",
    ),
    "SELECT_PLACEHOLDER_MAX_LENGTH": (lambda n: _menu(1, placeholder=s.plain(n)), f"{ACCESSORY}/placeholder/text"),
    "SELECT_OPTIONS_MAX_ITEMS": (_menu, f"{ACCESSORY}/options"),
    "SELECT_OPTION_GROUPS_MAX_ITEMS": (_group_of_groups, f"{ACCESSORY}/option_groups"),
    "OVERFLOW_OPTIONS_MAX_ITEMS": (lambda n: _choices("overflow", n), f"{ACCESSORY}/options"),
    "CHECKBOXES_OPTIONS_MAX_ITEMS": (lambda n: _choices("checkboxes", n), f"{ACCESSORY}/options"),
    "RADIO_BUTTONS_OPTIONS_MAX_ITEMS": (lambda n: _choices("radio_buttons", n), f"{ACCESSORY}/options"),
    "PLAIN_TEXT_INPUT_MIN_LENGTH_MAX": (lambda n: _typing(min_length=n), f"{ELEMENT}/min_length"),
    "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX": (lambda n: _typing(max_length=n), f"{ELEMENT}/max_length"),
    "PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH": (
        lambda n: _typing(placeholder=s.plain(n)),
        f"{ELEMENT}/placeholder/text",
    ),
    "DISPATCH_ACTION_CONFIGURATION_TRIGGER_ACTIONS_ON_MAX_ITEMS": (
        _trigger_list,
        f"{ELEMENT}/dispatch_action_config/trigger_actions_on",
    ),
    "ACTIONS_ELEMENTS_MAX_ITEMS": (lambda n: s.message(s.actions(*[s.button()] * n)), "/blocks/0/elements"),
    "ALERT_TEXT_MAX_LENGTH": (lambda n: s.modal(s.alert(text=s.mrkdwn(n))), "/view/blocks/0/text/text"),
    "CONTAINER_CHILD_BLOCKS_MAX_ITEMS": (
        lambda n: s.message(s.container(*[s.section()] * n)),
        "/blocks/0/child_blocks",
    ),
    "CONTAINER_SUBTITLE_MAX_LENGTH": (
        lambda n: s.message(s.container(s.section(), subtitle=s.mrkdwn(n))),
        "/blocks/0/subtitle/text",
    ),
    "CONTAINER_TITLE_MAX_LENGTH": (
        lambda n: s.message(s.container(s.section(), title=s.plain(n))),
        "/blocks/0/title/text",
    ),
    "CONTEXT_ELEMENTS_MAX_ITEMS": (
        lambda n: s.message({"type": "context", "elements": [s.plain()] * n}),
        "/blocks/0/elements",
    ),
    "HEADER_TEXT_MAX_LENGTH": (lambda n: s.message({"type": "header", "text": s.plain(n)}), "/blocks/0/text/text"),
    "SECTION_TEXT_MAX_LENGTH": (lambda n: s.message(s.section(text=s.mrkdwn(n))), "/blocks/0/text/text"),
    "SECTION_FIELDS_MAX_ITEMS": (lambda n: s.message(s.section(fields=[s.plain()] * n)), "/blocks/0/fields"),
    "SECTION_FIELDS_ITEM_MAX_LENGTH": (
        lambda n: s.message(s.section(fields=[s.mrkdwn(n)])),
        "/blocks/0/fields/0/text",
    ),
    "INPUT_LABEL_MAX_LENGTH": (lambda n: s.modal(s.input_block(label=s.plain(n))), "/view/blocks/0/label/text"),
    "INPUT_HINT_MAX_LENGTH": (lambda n: s.modal(s.input_block(hint=s.plain(n))), "/view/blocks/0/hint/text"),
    "IMAGE_IMAGE_URL_MAX_LENGTH": (lambda n: _image(image_url="x" * n), "/blocks/0/image_url"),
    "IMAGE_ALT_TEXT_MAX_LENGTH": (lambda n: _image(alt_text="x" * n), "/blocks/0/alt_text"),
    "IMAGE_TITLE_MAX_LENGTH": (lambda n: _image(title=s.plain(n)), "/blocks/0/title/text"),
    "MARKDOWN_TEXT_MAX_LENGTH": (lambda n: s.message({"type": "markdown", "text": "x" * n}), "/blocks/0/text"),
    "RICH_TEXT_LIST_INDENT_MAX": (lambda n: s.message(_list(n)), "/blocks/0/elements/0/indent"),
    "TABLE_ROWS_MAX_ITEMS": (lambda n: s.message(s.table(rows=n)), "/blocks/0/rows"),
    "TABLE_COLUMNS_MAX_ITEMS": (lambda n: s.message(s.table(columns=n)), "/blocks/0/rows/0"),
    "TABLE_COLUMN_SETTINGS_MAX_ITEMS": (
        lambda n: s.message(s.table(column_settings=[{"align": "right"}] * n)),
        "/blocks/0/column_settings",
    ),
    "MESSAGE_BLOCKS_MAX_ITEMS": (lambda n: s.message(*[{"type": "divider"}] * n), "/blocks"),
    "MESSAGE_ATTACHMENTS_MAX_ITEMS": (lambda n: s.message(attachments=[{"text": "x"}] * n), "/attachments"),
    "MESSAGE_TABLES_MAX_ITEMS": (lambda n: s.message(*[s.table()] * n), "/blocks"),
    "MESSAGE_TEXT_MAX_LENGTH": (lambda n: {"text": "x" * n}, "/text"),
    "VIEW_BLOCKS_MAX_ITEMS": (lambda n: s.modal(*[{"type": "divider"}] * n), "/view/blocks"),
    "VIEW_PRIVATE_METADATA_MAX_LENGTH": (lambda n: s.modal(private_metadata="x" * n), "/view/private_metadata"),
    "VIEW_CALLBACK_ID_MAX_LENGTH": (lambda n: s.modal(callback_id="x" * n), "/view/callback_id"),
    "VIEW_EXTERNAL_ID_MAX_LENGTH": (lambda n: s.modal(external_id="x" * n), "/view/external_id"),
    "VIEW_TITLE_MAX_LENGTH": (lambda n: s.modal(title=s.plain(n)), "/view/title/text"),
    "VIEW_CLOSE_MAX_LENGTH": (lambda n: s.modal(close=s.plain(n)), "/view/close/text"),
    "VIEW_SUBMIT_MAX_LENGTH": (lambda n: s.modal(submit=s.plain(n)), "/view/submit/text"),
}

MINIMA: dict[str, tuple[Grown, str]] = {
    "CONTAINER_CHILD_BLOCKS_MIN_ITEMS": (
        lambda n: s.message(s.container(*[s.section()] * n)),
        "/blocks/0/child_blocks",
    ),
    "TEXT_MIN_LENGTH": (lambda n: s.message(s.section(text=s.mrkdwn(n))), "/blocks/0/text/text"),
    "OPTION_GROUP_OPTIONS_MIN_ITEMS": (
        lambda n: _group(options=s.options(n)),
        f"{ACCESSORY}/option_groups/0/options",
    ),
    "SELECT_OPTIONS_MIN_ITEMS": (_menu, f"{ACCESSORY}/options"),
    "SELECT_OPTION_GROUPS_MIN_ITEMS": (_group_of_groups, f"{ACCESSORY}/option_groups"),
    "OVERFLOW_OPTIONS_MIN_ITEMS": (lambda n: _choices("overflow", n), f"{ACCESSORY}/options"),
    "CHECKBOXES_OPTIONS_MIN_ITEMS": (lambda n: _choices("checkboxes", n), f"{ACCESSORY}/options"),
    "RADIO_BUTTONS_OPTIONS_MIN_ITEMS": (lambda n: _choices("radio_buttons", n), f"{ACCESSORY}/options"),
    "PLAIN_TEXT_INPUT_MIN_LENGTH_MIN": (lambda n: _typing(min_length=n), f"{ELEMENT}/min_length"),
    "PLAIN_TEXT_INPUT_MAX_LENGTH_MIN": (lambda n: _typing(max_length=n), f"{ELEMENT}/max_length"),
    "DISPATCH_ACTION_CONFIGURATION_TRIGGER_ACTIONS_ON_MIN_ITEMS": (
        lambda n: _trigger_list(max(n, 0)),
        f"{ELEMENT}/dispatch_action_config/trigger_actions_on",
    ),
}
