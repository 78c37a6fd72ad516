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
    "an alert": ([s.alert()], "unsupported type: alert [json-pointer:/blocks/0]"),
    "a container without a title": (
        [s.container(s.section(), title=None)],
        "must define either `title` or `rich_text_title` [json-pointer:/blocks/0]",
    ),
    "a container without blocks": (
        [{"type": "container", "title": s.plain()}],
        "missing required field: child_blocks [json-pointer:/blocks/0]",
    ),
    "a container in a container": (
        [s.container(s.container(s.section()))],
        "unsupported type: container [json-pointer:/blocks/0/child_blocks/0]",
    ),
    "a divider under the header of what folds": (
        [s.container(s.section(), is_collapsible=True, has_header_divider=True)],
        "cannot be set when is_collapsible is true [json-pointer:/blocks/0/has_header_divider]",
    ),
    "a container that is folded for ever": (
        [s.container(s.section(), default_collapsed=True)],
        "requires is_collapsible to be true [json-pointer:/blocks/0/default_collapsed]",
    ),
    "an unknown width": (
        [s.container(s.section(), width="huge")],
        "must be one of: narrow, standard, wide, full [json-pointer:/blocks/0/width]",
    ),
    "one block_id twice, once in a container": (
        [s.section(block_id="b"), s.container(s.section(block_id="b"))],
        "block_id already exists: b [json-pointer:/blocks/1/child_blocks/0/block_id]",
    ),
    "a second table in a container": (
        [s.table(), s.container(s.table())],
        "only_one_table_allowed [json-pointer:/blocks]",
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
    "an alert of an unknown level": (
        s.modal(s.alert(level="danger")),
        "must be one of: default, info, warning, error, success [json-pointer:/view/blocks/0/level]",
    ),
    "an alert with a style": (
        s.modal(s.alert(style="danger")),
        "invalid additional property: style [json-pointer:/view/blocks/0]",
    ),
    "an alert without text": (
        s.modal({"type": "alert"}),
        "missing required field: text [json-pointer:/view/blocks/0]",
    ),
    "an alert on a Home tab": (
        {"type": "home", "blocks": [s.alert()]},
        "unsupported type: alert [json-pointer:/view/blocks/0]",
    ),
    "an alert in a container": (
        s.modal(s.container(s.alert())),
        "unsupported type: alert [json-pointer:/view/blocks/0/child_blocks/0]",
    ),
    "an input in a container": (
        s.modal(s.container(s.input_block())),
        "unsupported type: input [json-pointer:/view/blocks/0/child_blocks/0]",
    ),
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
        s.container(
            s.section(),
            s.actions(s.button()),
            subtitle=s.mrkdwn(),
            width="full",
            is_collapsible=True,
            default_collapsed=True,
            icon={"type": "image", "image_url": "https://x", "alt_text": "x"},
        ),
        s.container({"type": "divider"}, title=None, rich_text_title=rich, has_header_divider=True),
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
    alerts = [s.alert(level=level) for level in ("default", "info", "warning", "error", "success")]
    shown = [s.alert(text=s.plain()), *alerts, *inputs, *blocks[:5], s.container(s.section())]
    assert validate_view(s.modal(*shown, notify_on_close=True)) == []
