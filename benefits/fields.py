"""Types of fields that read the API's looser spellings: dates, instants, absent texts and lists."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

DATE_LENGTH = len("2026-11-03")


def _day_as_written(value: object) -> object:
    if isinstance(value, str) and value[DATE_LENGTH : DATE_LENGTH + 1] in ("T", " "):
        return value[:DATE_LENGTH]
    return value.date() if isinstance(value, datetime) else value


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _empty_for_null(value: object) -> object:
    return "" if value is None else value


def _nothing_for_null(value: object) -> object:
    return () if value is None else value


Day = Annotated[date, BeforeValidator(_day_as_written)]
"""A calendar day. Of a date-time the day as written counts, in whatever zone it was written."""

Instant = Annotated[datetime, AfterValidator(_in_utc)]
"""A moment in UTC. One without a zone is taken as UTC."""

Text = Annotated[str, BeforeValidator(_empty_for_null)]
"""A text that may be null, which is read as empty."""

NullIsEmpty = BeforeValidator(_nothing_for_null)
"""Reads a null list as an empty one."""
