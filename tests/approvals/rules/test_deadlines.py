"""Days and hours as people count them, in every zone and on the days on which clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.deadlines import (
    at_clock,
    day_at,
    days_left,
    deadline_of,
    digest_day,
    election_reminder_at,
    end_of,
    is_worth_a_digest,
    lapse_of,
    next_digest_hour,
    start_of,
    zone_called,
)
from tests.builders import a_qle, an_enrollment

ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "America/New_York",
        "Europe/Berlin",
        "Pacific/Kiritimati",
        "Pacific/Honolulu",
        "Asia/Beirut",
        "America/Havana",
        "America/Asuncion",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
    )
]
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants them so
MONDAY, WEDNESDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 26)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "America", "../../etc/passwd", "\0", "x" * 9999])
def test_a_person_without_a_known_zone_lives_by_utc(name: str | None) -> None:
    assert zone_called(name) is UTC


@pytest.mark.parametrize(
    ("zone", "over"),
    [
        ("Pacific/Kiritimati", utc(2026, 11, 17, 10)),
        ("UTC", utc(2026, 11, 18)),
        ("America/New_York", utc(2026, 11, 18, 5)),
        ("Pacific/Honolulu", utc(2026, 11, 18, 10)),
    ],
)
def test_a_date_is_over_when_it_has_ended_there(zone: str, over: datetime) -> None:
    assert end_of(date(2026, 11, 17), ZoneInfo(zone)) == over


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 8), "America/New_York", 23),
        (date(2026, 11, 1), "America/New_York", 25),
        (date(2026, 3, 29), "Asia/Beirut", 23),  # put forward at midnight: the day begins at one
        (date(2025, 11, 2), "America/Havana", 25),  # put back at one: midnight comes twice
        (date(2024, 2, 29), "Europe/Berlin", 24),
        (date(2026, 12, 31), "Pacific/Honolulu", 24),
        (date(2026, 4, 5), "Australia/Lord_Howe", 24.5),
    ],
)
def test_a_day_is_as_long_as_its_clocks_say(day: date, zone: str, hours: float) -> None:
    there = ZoneInfo(zone)
    assert end_of(day, there) - start_of(day, there) == timedelta(hours=hours)


@given(INSTANTS, st.sampled_from(ZONES))
def test_every_instant_lies_within_its_day(now: datetime, zone: ZoneInfo) -> None:
    today = day_at(now, zone)
    assert start_of(today, zone) <= now < end_of(today, zone)
    assert end_of(today, zone) - now <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("window_end", "ttl", "deadline"),
    [
        (date(2026, 11, 17), 30, date(2026, 11, 17)),
        (date(2026, 11, 5), 30, date(2026, 11, 5)),
        (date(2026, 11, 4), 30, date(2026, 12, 5)),
        (None, 30, date(2026, 12, 5)),
        (date(2027, 3, 1), 30, date(2026, 12, 5)),
        (date(2027, 3, 1), 365, date(2027, 3, 1)),
        (None, 365, date(2027, 11, 5)),
        (None, 1, date(2026, 11, 6)),
    ],
)
def test_the_deadline_is_the_windows_end_or_some_days_after_submission_whichever_is_earlier(
    window_end: date | None, ttl: int, deadline: date
) -> None:
    asked_on = date(2026, 11, 5)
    lapses_on = lapse_of(an_enrollment(), asked_on, ttl)
    assert deadline_of(a_qle(enrollment_window_end=window_end), asked_on, lapses_on) == deadline


@pytest.mark.parametrize(
    ("submitted", "deadline"), [(date(2027, 12, 3), date(2028, 1, 2)), (date(2028, 1, 30), date(2028, 2, 29))]
)
def test_thirty_days_are_thirty_days_over_the_years_end_and_on_to_a_leap_day(submitted: date, deadline: date) -> None:
    assert lapse_of(an_enrollment(), submitted, 30) == deadline


@pytest.mark.parametrize(
    ("plan_year_end", "lapses_on"),
    [
        (date(2026, 12, 31), date(2026, 11, 30)),
        (date(2027, 1, 31), date(2026, 12, 5)),
        (date(2026, 11, 30), date(2026, 12, 5)),  # asked for in that month already: the API decides
        (None, date(2026, 12, 5)),
    ],
)
def test_it_lapses_before_the_month_in_which_the_plan_year_ends(plan_year_end: date | None, lapses_on: date) -> None:
    assert lapse_of(an_enrollment(plan_year_end=plan_year_end), date(2026, 11, 5), 30) == lapses_on


@pytest.mark.parametrize(
    ("today", "left"), [(date(2026, 11, 5), 12), (date(2026, 11, 17), 0), (date(2026, 11, 18), -1)]
)
def test_the_last_day_has_no_days_left(today: date, left: int) -> None:
    assert days_left(date(2026, 11, 17), today) == left


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        (utc(2026, 11, 23, 13, 59, 59), "America/New_York", None),
        (utc(2026, 11, 23, 14), "America/New_York", MONDAY),
        (utc(2026, 11, 23, 21, 59, 59), "America/New_York", MONDAY),
        (utc(2026, 11, 23, 22), "America/New_York", None),
        (utc(2026, 11, 22, 19), "Pacific/Kiritimati", MONDAY),
        (utc(2026, 11, 22, 14), "America/New_York", None),
        (utc(2026, 11, 28, 3), "Pacific/Kiritimati", None),
        (utc(2026, 11, 28, 3), "Pacific/Honolulu", None),
        (utc(2026, 11, 28, 1), "Pacific/Honolulu", date(2026, 11, 27)),
        (utc(2026, 3, 9, 13), "America/New_York", date(2026, 3, 9)),  # the day after clocks were put forward
        (utc(2026, 3, 6, 13), "America/New_York", None),
    ],
)
def test_a_digest_may_be_sent_from_nine_to_five_on_working_days_there(
    now: datetime, zone: str, day: date | None
) -> None:
    assert digest_day(now, ZoneInfo(zone)) == day


@given(INSTANTS, st.sampled_from(ZONES))
def test_the_next_digest_hour_is_the_first_from_now_on(now: datetime, zone: ZoneInfo) -> None:
    coming = next_digest_hour(now, zone)
    assert now < coming <= now + timedelta(days=4)
    assert coming.astimezone(zone).time() == time(9)
    assert digest_day(coming, zone) is not None
    day = day_at(now, zone)
    while day < day_at(coming, zone):
        skipped = at_clock(day, time(9), zone)
        assert skipped <= now or digest_day(skipped, zone) is None
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "since", "soonest", "is_sent"),
    [
        (MONDAY, MONDAY - timedelta(days=1), 20, True),
        (THURSDAY, MONDAY, 8, True),
        (WEDNESDAY, MONDAY, 8, False),
        (WEDNESDAY, MONDAY, 7, True),
        (WEDNESDAY, MONDAY, 0, True),
        (MONDAY, MONDAY, 0, False),
        (THURSDAY, THURSDAY, 20, False),
    ],
)
def test_what_waits_is_worth_a_digest_twice_a_week_and_every_day_in_its_last(
    today: date, since: date, soonest: int, *, is_sent: bool
) -> None:
    assert is_worth_a_digest(today, since, soonest) is is_sent


@pytest.mark.parametrize(
    ("window_end", "reissued_at", "at"),
    [
        (date(2026, 11, 30), utc(2026, 11, 5, 12), utc(2026, 11, 23, 14)),
        (date(2026, 11, 9), utc(2026, 11, 5, 12), utc(2026, 11, 6, 14)),
        (date(2026, 11, 6), utc(2026, 11, 5, 12), utc(2026, 11, 6, 14)),
        (date(2026, 11, 5), utc(2026, 11, 5, 12), None),
        (date(2026, 10, 1), utc(2026, 11, 5, 12), None),
        (None, utc(2026, 11, 5, 12), None),
        (date(2026, 3, 15), utc(2026, 2, 1), utc(2026, 3, 8, 13)),  # on the very day on which clocks are put forward
    ],
)
def test_an_open_election_is_reminded_of_a_week_before_the_window_ends_and_not_on_the_day_of_the_reissue(
    window_end: date | None, reissued_at: datetime, at: datetime | None
) -> None:
    assert election_reminder_at(window_end, reissued_at, ZoneInfo("America/New_York")) == at
