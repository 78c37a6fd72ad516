"""The last day that a card names is the day on which the request lapses: on days that are longer or shorter than 24
hours or do not exist in other years, and far from UTC."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from approvals.rules.deadlines import day_at, digest_day, end_of, next_digest_hour
from approvals.rules.due import Due, due_on
from approvals.rules.policy import Policy
from handlers.words.dates import day
from handlers.words.deadlines import decide_by
from tests.builders import a_request

POLICY = Policy(approvals_channel="C0APPROVALS", approvers=("S0HRMANAGERS",))
SECOND = timedelta(seconds=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


LAST_DAYS = [
    ("America/New_York", date(2026, 12, 31), utc(2027, 1, 1, 5)),
    ("America/New_York", date(2027, 2, 28), utc(2027, 3, 1, 5)),
    ("America/New_York", date(2027, 3, 13), utc(2027, 3, 14, 5)),
    ("America/New_York", date(2027, 3, 14), utc(2027, 3, 15, 4)),  # 23 hours
    ("America/New_York", date(2027, 11, 7), utc(2027, 11, 8, 5)),  # 25 hours
    ("Europe/London", date(2027, 3, 28), utc(2027, 3, 28, 23)),
    ("Europe/London", date(2027, 10, 31), utc(2027, 11, 1, 0)),
    ("Australia/Lord_Howe", date(2027, 4, 4), utc(2027, 4, 4, 13, 30)),  # half an hour longer
    ("Australia/Lord_Howe", date(2027, 10, 3), utc(2027, 10, 3, 13)),
    ("America/Santiago", date(2027, 4, 3), utc(2027, 4, 4, 4)),  # its last hour comes twice
    ("America/Santiago", date(2027, 9, 4), utc(2027, 9, 5, 4)),  # the next day begins at one
    ("Africa/Cairo", date(2027, 4, 29), utc(2027, 4, 29, 22)),
    ("Africa/Cairo", date(2027, 10, 28), utc(2027, 10, 28, 22)),
    ("America/Havana", date(2027, 11, 6), utc(2027, 11, 7, 4)),  # midnight comes twice
    ("Pacific/Kiritimati", date(2027, 12, 31), utc(2027, 12, 31, 10)),
    ("Pacific/Pago_Pago", date(2027, 12, 31), utc(2028, 1, 1, 11)),
    ("Asia/Kathmandu", date(2028, 2, 28), utc(2028, 2, 28, 18, 15)),
    ("Asia/Kathmandu", date(2028, 2, 29), utc(2028, 2, 29, 18, 15)),
    ("UTC", date(2027, 4, 30), utc(2027, 5, 1)),
]


@pytest.mark.parametrize(("name", "last", "over"), LAST_DAYS)
def test_until_its_last_second_a_card_says_that_today_is_the_last_day_and_then_it_lapses(
    name: str, last: date, over: datetime
) -> None:
    zone, waiting = ZoneInfo(name), a_request(deadline=last, lapses_on=last)
    at_last = day_at(over - SECOND, zone)
    assert decide_by(waiting, at_last) == f" by {day(last)} (⏰ today is the last day, then it expires)"
    assert due_on(at_last, waiting, POLICY) is None
    assert end_of(at_last, zone) == over  # when the bot looks again
    assert due_on(day_at(over, zone), waiting, POLICY) is Due.EXPIRE


@pytest.mark.parametrize(("name", "last", "over"), LAST_DAYS)
def test_days_left_fall_by_one_at_each_midnight_of_the_requester(name: str, last: date, over: datetime) -> None:
    zone, waiting, now, said = ZoneInfo(name), a_request(deadline=last), over - timedelta(days=9), []
    for _ in range(10):  # nine days, of which the first is not whole where clocks were changed
        if (today := day_at(now, zone)) <= last:
            said.append(decide_by(waiting, today).partition("(")[2])
            now = end_of(today, zone)
    assert now == over
    expected = ["8 days", "7 days", "6 days", "5 days", "4 days", "⏰ 3 days", "⏰ 2 days", "⏰ 1 day"]
    assert said[-9:] == [*(f"{left} left)" for left in expected), "⏰ today is the last day)"]


@pytest.mark.parametrize(
    ("name", "nine"),
    [
        ("Africa/Cairo", utc(2027, 4, 30, 6)),  # a Friday without its first hour
        ("Africa/Cairo", utc(2027, 10, 28, 6)),  # a Thursday whose last hour comes twice
        ("Africa/Cairo", utc(2027, 10, 29, 7)),
        ("America/Santiago", utc(2027, 9, 6, 12)),  # a Monday
        ("Australia/Lord_Howe", utc(2027, 4, 4, 22, 30)),
        ("America/New_York", utc(2027, 12, 31, 14)),
        ("Pacific/Kiritimati", utc(2027, 12, 30, 19)),
        ("Pacific/Pago_Pago", utc(2027, 12, 31, 20)),
        ("Asia/Kathmandu", utc(2028, 2, 29, 3, 15)),
    ],
)
def test_a_digest_is_due_at_nine_on_working_days_on_which_clocks_are_changed_too(name: str, nine: datetime) -> None:
    zone = ZoneInfo(name)
    assert next_digest_hour(nine - SECOND, zone) == nine
    assert digest_day(nine - SECOND, zone) is None
    assert digest_day(nine, zone) == digest_day(nine + timedelta(hours=8) - SECOND, zone) == day_at(nine, zone)
    assert digest_day(nine + timedelta(hours=8), zone) is None
