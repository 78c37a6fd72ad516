"""What people entered in inputs: in Slack's format, kept when a view is updated, checked before delivery."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.blocks.containers import with_children
from sandbox.slack.blocks.elements import options_of
from sandbox.slack.blocks.stored import with_text_defaults
from sandbox.slack.blocks.views import elements_of
from sandbox.slack.errors import ActRefused

Json = dict[str, Any]
Values = dict[str, dict[str, Json]]
"""{block_id: {action_id: the state of that element}}"""

_HOLDS: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
_STATELESS = ("overflow", "button", "image")


def stateful_elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each element that a person can enter or choose something in, with its block."""
    for block in with_children(blocks):
        for element in elements_of(block):
            if element["type"] not in _STATELESS:
                yield block, element


def initial_values(blocks: list[Json], kept: Values | None = None) -> Values:
    """The first state of all elements. `kept` has earlier states; elements that stay in the view keep theirs."""
    values: Values = {}
    for block, element in stateful_elements(blocks):
        before = (kept or {}).get(block["block_id"], {}).get(element["action_id"])
        stays = before is not None and before["type"] == element["type"]
        state = before if stays and before is not None else initial_state(element)
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def initial_state(element: Json) -> Json:
    """The state of an element before a person uses it."""
    holds, initial = _HOLDS[element["type"]]
    return {"type": element["type"], holds: element.get(initial, [] if _is_several(holds) else None)}


def typed_state(element: Json, raw: object, offered: list[Json]) -> Json:
    """The state of an element after a person put `raw` in it: a text, an option or its value, an id, or None.

    `offered` are the options that the app gave an external menu. Raises `ActRefused` for an option that the element
    does not offer.
    """
    holds, _ = _HOLDS[element["type"]]
    if _is_several(holds):
        chosen = raw if isinstance(raw, list) else []
        several = [_option(element, one, offered) for one in chosen] if holds == "selected_options" else chosen
        return {"type": element["type"], holds: several}
    if raw is None or raw == "":
        return {"type": element["type"], holds: None}
    return {"type": element["type"], holds: _option(element, raw, offered) if holds == "selected_option" else raw}


def held(state: Json) -> Any:  # noqa: ANN401 - a text, an option, a list of them, an id or a time
    """The content of an element of any type; None or [] if it is empty."""
    return state.get(_HOLDS[state["type"]][0])


def _is_several(holds: str) -> bool:
    return holds.endswith("s")


def _option(element: Json, raw: object, offered: list[Json]) -> Json:
    external = "external" in element["type"]
    options = offered if external else options_of(element)
    wanted = raw.get("value") if isinstance(raw, dict) else raw
    for option in options:
        if option.get("value") == wanted:
            return with_text_defaults({k: v for k, v in option.items() if k != "url"})  # type: ignore[no-any-return]
    if external and isinstance(raw, dict) and "text" in raw:
        return with_text_defaults(raw)  # type: ignore[no-any-return]
    raise ActRefused("no_such_option", f"There is no option {wanted!r} to choose in {element['action_id']}.")
