"""The parts of words by which PostgreSQL finds employees.

Every three bytes of a text in a row are a part. Its number is kept, which many parts share: an index goes on having a
number when the last person with such a part is gone, and a number says nothing about anyone. PostgreSQL makes the
numbers itself, for rows of earlier releases too (`bot_parts`, migration 0019): a change of these rules needs a
migration. SQLite has no index of this kind that forgets what is deleted.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

LENGTH = 3
"""Bytes (UTF-8) in a part."""

NUMBERS = 7919
"""How many numbers there are; a prime, so that similar parts do not share one."""


def parts_of(text: str) -> Sequence[int]:
    """Numbers that each text has in which `text` occurs: of parts that together have every byte of it. None for a text
    that is shorter than a part."""
    written = text.encode()
    last = len(written) - LENGTH
    places = sorted({*range(0, last + 1, LENGTH), last}) if last >= 0 else ()
    return [int.from_bytes(written[place : place + LENGTH]) % NUMBERS for place in places]


def has_parts(searched: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """The condition that a text has all parts whose numbers the parameter `name` holds."""
    numbers = sa.ARRAY(sa.Integer)
    return sa.func.bot_parts(searched).bool_op("@>")(sa.cast(sa.bindparam(name, type_=numbers), numbers))
