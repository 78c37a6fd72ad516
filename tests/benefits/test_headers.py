"""Times in the headers of answers."""

from datetime import UTC, datetime

import pytest

from benefits.headers import http_date

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("Mon, 23 Nov 2026 12:00:00 GMT", NOON),
        ("Mon, 23 Nov 2026 12:00:00 -0000", NOON),
        ("Mon, 23 Nov 2026 13:00:00 +0100", NOON),
        ("Fri, 31 Dec 9999 23:59:59 -0900", None),
        ("Mon, 23 Nov 2026 25:00:00 GMT", None),
        ("noon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_in_utc_and_one_that_cannot_be_parsed_is_none(header: str | None, date: datetime | None) -> None:
    assert http_date(header) == date
