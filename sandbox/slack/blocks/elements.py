"""Rules for block elements other than menus: buttons, inputs, pickers, groups, images."""

from collections.abc import Mapping

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.checks import (
    Check,
    Place,
    boolean,
    exactly_one,
    field,
    integer,
    items,
    one_of,
    shape,
    string,
)
from sandbox.slack.blocks.texts import confirm, option, plain, rich_option

MAX_TIMESTAMP = 9_999_999_999


def common() -> Mapping[str, Check]:
    """The optional fields of nearly every interactive element."""
    return {
        "action_id": string(limits.ACTION_ID_MAX_LENGTH, minimum=1),
        "confirm": confirm(),
        "focus_on_load": boolean,
    }


def placeholder() -> Mapping[str, Check]:
    """The field for the grey text in an empty menu or input."""
    return {"placeholder": plain(limits.SELECT_PLACEHOLDER_MAX_LENGTH)}


def simple_elements() -> Mapping[str, Check]:
    """The rule of each element type in this file."""
    return {
        "button": _button(),
        "image": _image(),
        "overflow": _overflow(),
        "plain_text_input": _plain_text_input(),
        "radio_buttons": _group(limits.RADIO_BUTTONS_OPTIONS_MAX_ITEMS, "initial_option"),
        "checkboxes": _group(limits.CHECKBOXES_OPTIONS_MAX_ITEMS, "initial_options"),
        "datepicker": shape({}, {**common(), **placeholder(), "initial_date": string(10, 10)}),
        "timepicker": shape({}, {**common(), **placeholder(), "initial_time": string(5, 5), "timezone": string(255)}),
        "datetimepicker": shape({}, {**common(), "initial_date_time": integer(0, MAX_TIMESTAMP)}),
        "email_text_input": _typed_input(),
        "url_text_input": _typed_input(),
        "number_input": _number_input(),
    }


def initial_among_options(value: object, place: Place) -> None:
    """An initial choice must equal one of the element's options."""
    offered = [(field(option.get("text"), "text"), option.get("value")) for option in options_of(value)]
    for name, chosen in _initial_choices(value):
        if (field(field(chosen, "text"), "text"), field(chosen, "value")) not in offered:
            place.at(name).refuse("must match exactly one of the options")


def options_of(element: object) -> list[dict[str, object]]:
    """All options of an element, including those in groups."""
    options = list(field(element, "options") or [])
    for group in field(element, "option_groups") or []:
        options += field(group, "options") or []
    return [option for option in options if isinstance(option, dict)]


def _initial_choices(element: object) -> list[tuple[str, object]]:
    choices: list[tuple[str, object]] = []
    single, several = field(element, "initial_option"), field(element, "initial_options")
    if single is not None:
        choices.append(("initial_option", single))
    if isinstance(several, list):
        choices += [(f"initial_options/{n}", chosen) for n, chosen in enumerate(several)]
    return choices


def _button() -> Check:
    return shape(
        {"text": plain(limits.BUTTON_TEXT_MAX_LENGTH)},
        {
            "action_id": string(limits.ACTION_ID_MAX_LENGTH, minimum=1),
            "confirm": confirm(),
            "url": string(limits.BUTTON_URL_MAX_LENGTH),
            "value": string(limits.BUTTON_VALUE_MAX_LENGTH, minimum=1),
            "style": one_of("primary", "danger"),
            "accessibility_label": string(limits.BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH),
        },
    )


def _image() -> Check:
    return shape(
        {"alt_text": string(limits.IMAGE_ALT_TEXT_MAX_LENGTH, minimum=1)},
        {"image_url": string(limits.IMAGE_IMAGE_URL_MAX_LENGTH, minimum=1), "slack_file": shape({}, {})},
        exactly_one("image_url", "slack_file"),
    )


def _overflow() -> Check:
    options = items(option(with_url=True), limits.OVERFLOW_OPTIONS_MAX_ITEMS, limits.OVERFLOW_OPTIONS_MIN_ITEMS)
    return shape({"options": options}, {"action_id": string(limits.ACTION_ID_MAX_LENGTH, 1), "confirm": confirm()})


def _group(maximum: int, initial: str) -> Check:
    chosen = rich_option() if initial == "initial_option" else items(rich_option(), maximum)
    return shape({"options": items(rich_option(), maximum)}, {**common(), initial: chosen}, initial_among_options)


def _plain_text_input() -> Check:
    return shape(
        {},
        {
            "action_id": string(limits.ACTION_ID_MAX_LENGTH, minimum=1),
            "initial_value": string(limits.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX),
            "multiline": boolean,
            "min_length": integer(limits.PLAIN_TEXT_INPUT_MIN_LENGTH_MIN, limits.PLAIN_TEXT_INPUT_MIN_LENGTH_MAX),
            "max_length": integer(limits.PLAIN_TEXT_INPUT_MAX_LENGTH_MIN, limits.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX),
            "dispatch_action_config": _dispatch_config(),
            "focus_on_load": boolean,
            "placeholder": plain(limits.PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH),
        },
    )


def _typed_input() -> Check:
    return shape(
        {}, {**common(), **placeholder(), "initial_value": string(3000), "dispatch_action_config": _dispatch_config()}
    )


def _number_input() -> Check:
    number = string(255)
    return shape(
        {"is_decimal_allowed": boolean},
        {
            **common(),
            **placeholder(),
            "initial_value": number,
            "min_value": number,
            "max_value": number,
            "dispatch_action_config": _dispatch_config(),
        },
    )


def _dispatch_config() -> Check:
    triggers = items(
        one_of("on_enter_pressed", "on_character_entered"),
        limits.DISPATCH_ACTION_CONFIGURATION_TRIGGER_ACTIONS_ON_MAX_ITEMS,
        limits.DISPATCH_ACTION_CONFIGURATION_TRIGGER_ACTIONS_ON_MIN_ITEMS,
    )
    return shape({}, {"trigger_actions_on": triggers})
