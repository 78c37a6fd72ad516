"""JSON as servers really send it: with a byte-order mark, or with characters that databases and Slack refuse."""

import json
import re

from pydantic_core import from_json

_ESCAPED = re.compile(r"\\u(0000|d[89a-f])", re.IGNORECASE)
"""Escapes for NUL and for half a surrogate pair: a text with one cannot be stored."""

_HALF = re.compile("[\ud800-\udfff]")


def parsed_json(content: bytes) -> object:
    """The parsed JSON of a body; raises ValueError if the body is not JSON.

    Bytes that are not UTF-8, NULs and halves of surrogate pairs become U+FFFD, so that one odd name does not make a
    whole list unreadable.
    """
    text = content.decode("utf-8-sig", errors="replace")
    if not _ESCAPED.search(text):
        return from_json(text)
    try:
        return _storable(json.loads(text))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _storable(value: object) -> object:
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value).replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return value
