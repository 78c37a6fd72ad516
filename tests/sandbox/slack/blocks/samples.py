"""The smallest blocks, views and messages that Slack allows. Tests add to them."""

from typing import Any

Json = dict[str, Any]


def plain(length: int = 1) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int = 1) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def option(value: str = "v", **more: Any) -> Json:  # noqa: ANN401 - any field of an option
    return {"text": plain(), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(f"v{n}") for n in range(count)]


def button(**more: Any) -> Json:  # noqa: ANN401 - any field of a button
    return {"type": "button", "text": plain(), **more}


def confirm(**more: Any) -> Json:  # noqa: ANN401 - any field of a confirmation
    return {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **more}


def section(**more: Any) -> Json:  # noqa: ANN401 - any field of a section
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def text_input(**more: Any) -> Json:  # noqa: ANN401 - any field of a text input
    return {"type": "plain_text_input", **more}


def input_block(**more: Any) -> Json:  # noqa: ANN401 - any field of an input block
    return {"type": "input", "label": plain(), "element": text_input(), **more}


def menu(kind: str = "static_select", **more: Any) -> Json:  # noqa: ANN401 - any field of a menu
    return {"type": kind, **({"options": options(2)} if kind.endswith("static_select") and not more else {}), **more}


def table(rows: int = 1, columns: int = 1, **more: Any) -> Json:  # noqa: ANN401 - any field of a table
    row = [{"type": "raw_text", "text": "x"}] * columns
    return {"type": "table", "rows": [row] * rows, **more}


def alert(**more: Any) -> Json:  # noqa: ANN401 - any field of an alert
    return {"type": "alert", "text": mrkdwn(), **more}


def container(*children: Json, **more: Any) -> Json:  # noqa: ANN401 - any field of a container
    return {"type": "container", "title": plain(), "child_blocks": list(children), **more}


def modal(*blocks: Json, **more: Any) -> Json:  # noqa: ANN401 - any field of a view
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **more}


def message(*blocks: Json, **more: Any) -> Json:  # noqa: ANN401 - any field of a message
    return {"text": "x", "blocks": list(blocks), **more}
