"""Rules for rich text, and for tables, whose cells may contain rich text."""

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.checks import Check, Place, boolean, by_type, integer, items, one_of, shape, string

MANY = 10_000
"""The maximum for a number that Slack does not limit."""

_ANY = string(MANY)
_FILLED = string(MANY, minimum=1)


def rich_text_fields() -> dict[str, Check]:
    """The fields of a rich_text object, as a block or as a cell of a table."""
    section = shape({"elements": items(_inline(), MANY, minimum=0)}, {})
    border = integer(0, 1)
    kinds = {
        "rich_text_section": section,
        "rich_text_preformatted": shape(
            {"elements": items(_inline(), MANY, minimum=0)}, {"border": border, "language": _ANY}
        ),
        "rich_text_quote": shape({"elements": items(_inline(), MANY, minimum=0)}, {"border": border}),
        "rich_text_list": shape(
            {"style": one_of("bullet", "ordered"), "elements": items(by_type({"rich_text_section": section}), MANY)},
            {
                "indent": integer(0, limits.RICH_TEXT_LIST_INDENT_MAX),
                "offset": integer(0, MANY),
                "border": border,
            },
        ),
    }
    return {"elements": items(by_type(kinds), MANY)}


def table_fields() -> tuple[dict[str, Check], dict[str, Check]]:
    """The required and the optional fields of a table block."""
    cell = by_type({"raw_text": shape({"text": _FILLED}, {}), "rich_text": shape(rich_text_fields(), {})})
    rows = items(items(cell, limits.TABLE_COLUMNS_MAX_ITEMS), limits.TABLE_ROWS_MAX_ITEMS)
    column = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})
    settings = items(_null_or(column), limits.TABLE_COLUMN_SETTINGS_MAX_ITEMS, minimum=0)
    return {"rows": rows}, {"column_settings": settings}


def _null_or(check: Check) -> Check:
    def lenient(value: object, place: Place) -> None:
        if value is not None:
            check(value, place)

    return lenient


def _inline() -> Check:
    style = {"style": shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), boolean))}
    return by_type(
        {
            "text": shape({"text": _FILLED}, style),
            "link": shape({"url": _FILLED}, {"text": _ANY, "unsafe": boolean, **style}),
            "emoji": shape({"name": _FILLED}, {"unicode": _ANY, "skin_tone": integer(1, 6), **style}),
            "user": shape({"user_id": _FILLED}, style),
            "usergroup": shape({"usergroup_id": _FILLED}, style),
            "channel": shape({"channel_id": _FILLED}, style),
            "broadcast": shape({"range": one_of("here", "channel", "everyone")}, style),
            "color": shape({"value": _FILLED}, style),
            "date": shape(
                {"timestamp": integer(0, 9_999_999_999), "format": _FILLED},
                {"url": _ANY, "fallback": _ANY, **style},
            ),
        }
    )
