"""Rules for text objects, and for the small objects made of them: confirmations, options, option groups."""

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.checks import Check, boolean, by_type, items, one_of, shape, string


def plain(maximum: int) -> Check:
    """A plain_text object of 1 to `maximum` characters."""
    return by_type({"plain_text": _plain_fields(maximum)})


def either(maximum: int) -> Check:
    """A plain_text or mrkdwn object of 1 to `maximum` characters."""
    return by_type({"plain_text": _plain_fields(maximum), "mrkdwn": _mrkdwn_fields(maximum)})


def option(with_url: bool = False) -> Check:
    """An option of a menu. `with_url` allows a URL, which only options of an overflow menu may have."""
    return _option(plain(limits.OPTION_TEXT_MAX_LENGTH), with_url=with_url)


def rich_option() -> Check:
    """An option of a radio group or of checkboxes. Its text may be mrkdwn."""
    return _option(either(limits.OPTION_TEXT_MAX_LENGTH), with_url=False)


def option_group() -> Check:
    """Several options of a menu under a label."""
    options = items(option(), limits.OPTION_GROUP_OPTIONS_MAX_ITEMS, minimum=limits.OPTION_GROUP_OPTIONS_MIN_ITEMS)
    return shape({"label": plain(limits.OPTION_GROUP_LABEL_MAX_LENGTH), "options": options}, {})


def confirm() -> Check:
    """The confirmation dialog before an action is sent."""
    return shape(
        {
            "title": plain(limits.CONFIRMATION_TITLE_MAX_LENGTH),
            "text": either(limits.CONFIRMATION_TEXT_MAX_LENGTH),
            "confirm": plain(limits.CONFIRMATION_CONFIRM_MAX_LENGTH),
            "deny": plain(limits.CONFIRMATION_DENY_MAX_LENGTH),
        },
        {"style": one_of("primary", "danger")},
    )


def _option(text: Check, with_url: bool) -> Check:
    optional = {"description": either(limits.OPTION_DESCRIPTION_MAX_LENGTH)}
    if with_url:
        optional["url"] = string(limits.OPTION_URL_MAX_LENGTH)
    return shape({"text": text, "value": string(limits.OPTION_VALUE_MAX_LENGTH, minimum=1)}, optional)


def _plain_fields(maximum: int) -> Check:
    return shape({"text": string(maximum, minimum=limits.TEXT_MIN_LENGTH)}, {"emoji": boolean})


def _mrkdwn_fields(maximum: int) -> Check:
    return shape({"text": string(maximum, minimum=limits.TEXT_MIN_LENGTH)}, {"verbatim": boolean})
