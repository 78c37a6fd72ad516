"""Types of fields that accept the API's looser spellings. An optional field that cannot be read counts as unknown."""

from datetime import UTC, date, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidatorFunctionWrapHandler, WrapValidator

DATE_LENGTH = len("2026-11-03")

MOST_CENTS = 10**12
"""Ten billion dollars: a larger amount is a mistake, and might not fit into a message in Slack."""


def _day_as_written(value: object) -> object:
    if isinstance(value, str) and value[DATE_LENGTH : DATE_LENGTH + 1] in ("T", "t", " "):
        return value[:DATE_LENGTH]
    return value.date() if isinstance(value, datetime) else value


def _no_placeholder(value: date) -> date:
    """Raises ValueError for the first and the last date of the calendar: servers send them if they have no date."""
    if value.year in (date.min.year, date.max.year):
        raise ValueError("a placeholder, not a date")
    return value


def _no_number(value: object) -> object:
    """Raises ValueError for a number, which pydantic would take for seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and value.strip().lstrip("+-").isdecimal()):
        raise ValueError("a number, not a date")
    return value


def _no_truth(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("true or false, not a number")  # noqa: TRY004 - as above
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:  # the first or the last day of the calendar: there is no day before or after it
        return value.replace(tzinfo=UTC)


def _empty_unless_text(value: object) -> object:
    return value if isinstance(value, str) else ""


def _unknown_if_unreadable(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValueError:
        return None


_Known = TypeVar("_Known")

OrUnknown = Annotated[_Known | None, WrapValidator(_unknown_if_unreadable)]
"""An optional field: None if it is null, blank or unreadable, so that one bad field does not cost the record."""

Day = Annotated[date, BeforeValidator(_day_as_written), BeforeValidator(_no_number), AfterValidator(_no_placeholder)]
"""A calendar day. A date-time counts as the day it was written with, without conversion to another zone."""

Instant = Annotated[datetime, BeforeValidator(_no_number), AfterValidator(_in_utc)]
"""A moment in UTC. A time without a zone is taken as UTC."""

Cents = Annotated[int, BeforeValidator(_no_truth), Field(ge=-MOST_CENTS, le=MOST_CENTS)]
"""An amount of money in whole cents."""

Text = Annotated[str, BeforeValidator(_empty_unless_text)]
"""A text; empty if the API sent null or no text."""

Named = Annotated[str, Field(min_length=1)]
"""A text that must not be empty."""

YesUnlessFalse = Annotated[bool, BeforeValidator(lambda value: value is not False)]
"""Yes, unless the API says `false`."""

NoUnlessTrue = Annotated[bool, BeforeValidator(lambda value: value is True)]
"""No, unless the API says `true`."""
