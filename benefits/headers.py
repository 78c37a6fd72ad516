"""Headers of HTTP answers that hold a time."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def http_date(header: str | None) -> datetime | None:
    """The time in a header such as `Date`, in UTC (RFC 9110, 5.6.7).

    None if there is no header or it cannot be parsed.
    """
    if header is None:
        return None
    try:
        date = parsedate_to_datetime(header)
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def retry_after(header: str | None, now: datetime) -> float | None:
    """The seconds that a `Retry-After` header asks to wait, given as seconds or as an HTTP date (RFC 9110, 10.2.3).

    `now` is the time in UTC. None if there is no header or it cannot be parsed; never less than 0.
    """
    if header is None:
        return None
    if _SECONDS.fullmatch(header.strip()):
        return float(header)
    moment = http_date(header)
    return None if moment is None else max(0.0, (moment - now).total_seconds())
