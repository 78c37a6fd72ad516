"""Slack's rules other than sizes: required fields, allowed places, and unique ids."""

from typing import Any

import pytest

from sandbox.slack.blocks import validate_message, validate_view
from tests.sandbox.slack.blocks import samples as s

Json = dict[str, Any]

REFUSED_IN_MESSAGES: dict[str, tuple[list[Json], str]] = {
    "an unknown block": ([{"type": "carousel3d"}], "unsupported type: carousel3d [json-pointer:/blocks/0]"),
    "a block without a type": ([{"text": "x"}], "missing required field: type [json-pointer:/blocks/0]"),
    "a block that is not an object": (["x"], "must provide an object [json-pointer:/blocks/0]"),  # type: ignore[list-item]
    "an unknown element": (
        [s.section(accessory={"type": "dial"})],
        "unsupported type: dial [json-pointer:/blocks/0/accessory]",
    ),
    "an input": ([s.input_block()], "unsupported type: input [json-pointer:/blocks/0]"),
    "a text input among actions": (
        [s.actions(s.text_input())],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0]",
    ),
    "an empty section": ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    "an unknown field": (
        [s.section(colour="red")],
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    "mrkdwn where only plain text goes": (
        [{"type": "header", "text": s.mrkdwn()}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text]",
    ),
    "a button without text": (
        [s.actions({"type": "button"})],
        "missing required field: text [json-pointer:/blocks/0/elements/0]",
    ),
    "an unknown style": (
        [s.actions(s.button(style="green"))],
        "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    "a confirmation that cannot be denied": (
        [s.actions(s.button(confirm={"title": s.plain(), "text": s.plain(), "confirm": s.plain()}))],
        "missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]",
    ),
    "one action_id twice in a block": (
        [s.actions(s.button(action_id="a"), s.button(action_id="a"))],
        "action_id already exists: a [json-pointer:/blocks/0/elements/1/action_id]",
    ),
    "one block_id twice": (
        [s.section(block_id="b"), s.section(block_id="b")],
        "block_id already exists: b [json-pointer:/blocks/1/block_id]",
    ),
    "a menu without options": (
        [s.section(accessory={"type": "static_select"})],
        "must define either `options` or `option_groups` [json-pointer:/blocks/0/accessory]",
    ),
    "an initial option that is not offered": (
        [s.section(accessory=s.menu(options=s.options(2), initial_option=s.option("v9")))],
        "must match exactly one of the options [json-pointer:/blocks/0/accessory/initial_option]",
    ),
    "a second table": ([s.table(), s.table()], "only_one_table_allowed [json-pointer:/blocks]"),
    "an unknown cell": (
        [{"type": "table", "rows": [[{"type": "number", "value": 1}]]}],
        "unsupported type: number [json-pointer:/blocks/0/rows/0/0]",
    ),
    "an image without a source": (
        [{"type": "image", "alt_text": "x"}],
        "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]",
    ),
    "a text that is a number": (
        [s.section(text={"type": "mrkdwn", "text": 1})],
        "must provide a string [json-pointer:/blocks/0/text/text]",
    ),
}

REFUSED_IN_VIEWS: dict[str, tuple[Json, str]] = {
    "no title": ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
    "an unknown type": ({"type": "sheet", "blocks": []}, "unsupported type: sheet [json-pointer:/view]"),
    "an input without submit": (
        {"type": "modal", "title": s.plain(), "blocks": [s.input_block()]},
        "missing required field: submit (a modal with an input block needs one) [json-pointer:/view]",
    ),
    "a table": (s.modal(s.table()), "unsupported type: table [json-pointer:/view/blocks/0]"),
    "a button as an input": (
        s.modal(s.input_block(element=s.button())),
        "unsupported type: button [json-pointer:/view/blocks/0/element]",
    ),
    "dispatch_action that is not a boolean": (
        s.modal(s.input_block(dispatch_action="yes")),
        "must provide a boolean [json-pointer:/view/blocks/0/dispatch_action]",
    ),
    "two elements that want the focus": (
        s.modal(*[s.input_block(element=s.text_input(focus_on_load=True))] * 2),
        "only one element can have focus_on_load [json-pointer:/view/blocks]",
    ),
    "submit on a Home tab": (
        {"type": "home", "submit": s.plain(), "blocks": []},
        "invalid additional property: submit [json-pointer:/view]",
    ),
    "blocks that are not a list": (s.modal() | {"blocks": {}}, "must provide an array [json-pointer:/view/blocks]"),
}


@pytest.mark.parametrize("case", REFUSED_IN_MESSAGES)
def test_a_message_may_not_hold(case: str) -> None:
    blocks, problem = REFUSED_IN_MESSAGES[case]
    assert validate_message(s.message(*blocks)) == [f"[ERROR] {problem}"]


@pytest.mark.parametrize("case", REFUSED_IN_VIEWS)
def test_a_view_may_not_have(case: str) -> None:
    view, problem = REFUSED_IN_VIEWS[case]
    assert validate_view(view) == [f"[ERROR] {problem}"]


def test_all_problems_are_named_at_once() -> None:
    assert len(validate_message(s.message({"type": "nope"}, s.section(text=s.plain(0)), s.table(rows=0)))) == 3


def test_all_that_slack_allows_passes() -> None:
    rich: Json = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]},
            {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U0NINA"}]},
        ],
    }
    cells: list[Any] = [[{"type": "raw_text", "text": "Plan"}, rich]]
    blocks: list[Json] = [
        {"type": "header", "text": s.plain()},
        {"type": "divider"},
        {"type": "context", "elements": [s.mrkdwn(), {"type": "image", "image_url": "https://x", "alt_text": "x"}]},
        s.section(fields=[s.plain(), s.mrkdwn()], accessory=s.button(confirm=s.confirm(style="danger"))),
        s.actions(s.button(style="primary", value="1:2"), s.menu(), {"type": "datepicker"}, s.menu("users_select")),
        {"type": "table", "rows": cells, "column_settings": [{"is_wrapped": True}, None]},
        {"type": "markdown", "text": "**x**"},
        rich,
    ]
    assert validate_message(s.message(*blocks, attachments=[{"color": "#f00", "blocks": blocks[:2]}])) == []
    inputs = [
        s.input_block(element=element, dispatch_action=True, optional=True)
        for element in (
            s.text_input(multiline=True, max_length=500),
            s.menu("external_select", min_query_length=1, initial_option=s.option()),
            s.menu("multi_static_select", options=s.options(2), initial_options=s.options(1)),
            {"type": "radio_buttons", "options": s.options(2), "initial_option": s.option("v1")},
            {"type": "number_input", "is_decimal_allowed": False},
        )
    ]
    assert validate_view(s.modal(*inputs, *blocks[:5], notify_on_close=True)) == []
