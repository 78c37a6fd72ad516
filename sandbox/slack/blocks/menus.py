"""Rules for select menus of every source, with one choice or several."""

from collections.abc import Mapping

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.checks import Check, boolean, exactly_one, integer, items, one_of, shape, string
from sandbox.slack.blocks.elements import common, initial_among_options, placeholder
from sandbox.slack.blocks.texts import option, option_group

MANY = 10_000
"""The maximum for a number that Slack does not limit."""


def menus() -> Mapping[str, Check]:
    """The rule of each menu type with a single choice."""
    identifier = string(255, minimum=1)
    return {
        "static_select": _static({"initial_option": option()}),
        "external_select": _menu({"initial_option": option(), "min_query_length": integer(0, MANY)}),
        "users_select": _menu({"initial_user": identifier}),
        "conversations_select": _menu({"initial_conversation": identifier, **_conversation_fields()}),
        "channels_select": _menu({"initial_channel": identifier, "response_url_enabled": boolean}),
    }


def multi_menus() -> Mapping[str, Check]:
    """The rule of each menu type with several choices."""
    several = {"max_selected_items": integer(1, MANY)}
    identifiers = items(string(255, minimum=1), MANY)
    options = items(option(), limits.SELECT_OPTIONS_MAX_ITEMS)
    return {
        "multi_static_select": _static({"initial_options": options, **several}),
        "multi_external_select": _menu({"initial_options": options, "min_query_length": integer(0, MANY), **several}),
        "multi_users_select": _menu({"initial_users": identifiers, **several}),
        "multi_conversations_select": _menu(
            {"initial_conversations": identifiers, **several, **_conversation_fields()}
        ),
        "multi_channels_select": _menu({"initial_channels": identifiers, **several}),
    }


def menu_options() -> Check:
    """The rule for the app's answer to an options request: options or option groups, up to the limit of a menu."""
    return shape({}, _options(minimum=0), exactly_one("options", "option_groups"))


def _options(minimum: int = limits.SELECT_OPTIONS_MIN_ITEMS) -> Mapping[str, Check]:
    return {
        "options": items(option(), limits.SELECT_OPTIONS_MAX_ITEMS, minimum),
        "option_groups": items(
            option_group(), limits.SELECT_OPTION_GROUPS_MAX_ITEMS, min(minimum, limits.SELECT_OPTION_GROUPS_MIN_ITEMS)
        ),
    }


def _static(more: Mapping[str, Check]) -> Check:
    return shape(
        {},
        {**common(), **placeholder(), **_options(), **more},
        exactly_one("options", "option_groups"),
        initial_among_options,
    )


def _menu(more: Mapping[str, Check]) -> Check:
    return shape({}, {**common(), **placeholder(), **more})


def _conversation_fields() -> Mapping[str, Check]:
    kinds = items(one_of("im", "mpim", "private", "public"), 4)
    return {
        "default_to_current_conversation": boolean,
        "response_url_enabled": boolean,
        "filter": shape(
            {}, {"include": kinds, "exclude_external_shared_channels": boolean, "exclude_bot_users": boolean}
        ),
    }
