"""Money, days, enrollments and life events in words, and why one approval is not enough."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.words.benefits import enrollment_words, event_type_words, money, qle_words, tier_words
from handlers.words.dates import day, days, instant
from handlers.words.quorum import second_approval_words
from tests.builders import TODAY, a_qle, an_enrollment
from tests.handlers.blocks.requests import EVERY_CONDITION


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (123_450, "$1,234.50 a month"),
        (0, "$0.00 a month"),
        (5, "$0.05 a month"),
        (-250, "-$2.50 a month"),
        (None, "not given"),
    ],
)
def test_cents_a_month_are_shown_as_money(cents: int | None, words: str) -> None:
    assert money(cents) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, ""),
        (1, "A second approval is needed because the enrollment window has closed."),
        (
            4,
            "A second approval is needed because the enrollment window has closed, the life event is not approved yet, "
            "the coverage began more than 90 days ago and the employer pays more than $600.00 a month.",
        ),
    ],
)
def test_a_card_says_in_words_why_one_approval_is_not_enough(count: int, words: str) -> None:
    assert second_approval_words(EVERY_CONDITION[:count]) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "1 Jan \N{EN DASH} 31 Dec 2026"),
        (date(2026, 7, 1), date(2027, 6, 30), "1 Jul 2026 \N{EN DASH} 30 Jun 2027"),
        (date(2026, 7, 1), None, "from 1 Jul 2026"),
        (None, date(2026, 7, 1), "until 1 Jul 2026"),
        (None, None, None),
    ],
)
def test_a_span_names_its_year_once_where_that_is_enough(
    start: date | None, end: date | None, words: str | None
) -> None:
    assert days(start, end) == words


def test_an_instant_is_shown_in_the_readers_zone_and_falls_back_to_utc() -> None:
    at = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
    assert instant(at) == "<!date^1793714700^{date_num} {time}|3 Nov 2026 14:05 UTC>"


def test_a_day_is_the_same_day_for_everybody() -> None:
    assert day(date(2026, 11, 3)) == "3 Nov 2026"


@pytest.mark.parametrize(
    ("event_type", "words"),
    [
        ("loss_of_coverage", "Loss of coverage"),
        ("Reduction In Hours", "Reduction in hours"),
        ("BIRTH", "Birth"),
        ("loss of COBRA coverage", "Loss of COBRA coverage"),
        ("", "Life event"),
    ],
)
def test_an_event_type_is_words_however_it_is_spelled(event_type: str, words: str) -> None:
    assert event_type_words(event_type) == words


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (12, "Birth · 3 Nov 2026 · window closes in 12 days"),
        (1, "Birth · 3 Nov 2026 · window closes in 1 day"),
        (0, "Birth · 3 Nov 2026 · window closes today"),
        (-4, "Birth · 3 Nov 2026 · window closed 4 days ago"),
        (None, "Birth · 3 Nov 2026 · no window"),
    ],
)
def test_a_life_event_says_how_its_window_stands(end: int | None, words: str) -> None:
    until = None if end is None else TODAY + timedelta(days=end)
    assert qle_words(a_qle(enrollment_window_start=None, enrollment_window_end=until), TODAY) == words


def test_a_window_that_has_not_begun_says_when_it_opens() -> None:
    assert qle_words(a_qle(enrollment_window_start=TODAY + timedelta(days=3)), TODAY).endswith("window opens in 3 days")


def test_an_enrollment_is_one_line_in_words() -> None:
    assert enrollment_words(an_enrollment()) == "Gold PPO · Employee only · enrolled · 1 Jan \N{EN DASH} 31 Dec 2026"


def test_an_enrollment_without_a_plan_goes_by_its_product() -> None:
    unchosen = an_enrollment(selected_plan_name=None, coverage_tier="Unspecified", status="pending")
    assert enrollment_words(unchosen, "Medical").startswith("Medical (no plan chosen) · election pending · ")


def test_a_long_plan_name_gives_way_to_tier_status_and_dates() -> None:
    words = enrollment_words(an_enrollment(selected_plan_name="Very " * 40), limit=75)
    assert len(words) <= 75
    assert words.endswith("· Employee only · enrolled · 1 Jan \N{EN DASH} 31 Dec 2026")


def test_a_tier_nobody_knows_yet_is_shown_as_the_api_says_it() -> None:
    assert tier_words("EE+1") == "EE+1"
