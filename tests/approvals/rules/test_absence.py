"""Who counts as away: by their own word in Home, or as their status in Slack hints."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from approvals.model.away import Absence, Away, SlackStatus
from approvals.rules.absence import away_now

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def by_status(text: str, emoji: str = "", ends_at: datetime | None = None) -> Away | None:
    return away_now(None, SlackStatus(text=text, emoji=emoji, ends_at=ends_at), NOW, NEW_YORK)


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("Vacationing", ":palm_tree:"),
        ("Out sick", ":face_with_thermometer:"),
        ("Im Urlaub", ":palm_tree:"),
        ("", ":palm_tree:"),
        ("OOO", ""),
        ("ooo until Monday", ":no_entry:"),
        ("Out of office", ":calendar:"),
        ("On leave", ""),
        ("On parental leave 💐", ""),
    ],
)
def test_these_statuses_say_that_a_person_is_away(text: str, emoji: str) -> None:
    assert by_status(text, emoji) == Away(until=None, is_own_word=False)


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("", ""),
        ("In a meeting", ":spiral_calendar_pad:"),
        ("Working remotely", ":house_with_garden:"),
        ("Do not disturb", ":no_entry:"),
        ("Ask me about vacation days", ""),
        ("Leave requests: ask Priya", ""),
        ("OOO from Monday", ""),
        ("Back from vacation!", ":palm_tree:"),
        ("Cooooool", ""),
    ],
)
def test_these_do_not(text: str, emoji: str) -> None:
    assert by_status(text, emoji) is None


def test_a_status_counts_until_it_ends_and_its_last_day_is_counted_where_the_person_is() -> None:
    midnight = datetime(2026, 12, 6, 5, tzinfo=UTC)
    assert by_status("OOO", ends_at=midnight) == Away(until=date(2026, 12, 5), is_own_word=False)
    assert by_status("OOO", ends_at=midnight + timedelta(hours=9)) == Away(until=date(2026, 12, 6), is_own_word=False)
    assert by_status("OOO", ends_at=NOW) is None


@pytest.mark.parametrize(
    ("moment", "is_away"),
    [
        (datetime(2026, 12, 6, 4, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 6, 5, tzinfo=UTC), False),
    ],
)
def test_the_own_word_counts_until_the_end_of_the_day_where_the_person_is(moment: datetime, is_away: bool) -> None:
    absence = Absence(user_id="U0MARCUS", until=date(2026, 12, 5), changed_at=NOW)
    found = away_now(absence, None, moment, NEW_YORK)
    assert found == (Away(until=date(2026, 12, 5), is_own_word=True) if is_away else None)


def test_the_own_word_comes_before_the_status_which_counts_after_it_is_over() -> None:
    vacationing = SlackStatus(text="Vacationing")
    absence = Absence(user_id="U0MARCUS", until=date(2026, 11, 30), changed_at=NOW)
    own = away_now(absence, vacationing, NOW, NEW_YORK)
    assert own == Away(until=date(2026, 11, 30), is_own_word=True)
    later = away_now(absence, vacationing, NOW + timedelta(days=1), NEW_YORK)
    assert later == Away(until=None, is_own_word=False)
