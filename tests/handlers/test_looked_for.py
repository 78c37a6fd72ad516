"""What people type after `/reissue history` is understood in any order, and buttons carry it without a name."""

import pytest

from approvals.model.history import MOST_PEOPLE, Month, Wanted
from approvals.model.status import ENDED, OPEN, RequestStatus
from benefits.ids import EmployeeId
from handlers.carried import LAST_PAGE, FoundPage, UnreadableValue
from handlers.listeners.looked_for import wanted_in
from handlers.words.statuses import status_name

NOV = Month(2026, 11)
DENIED = frozenset({RequestStatus.DENIED})


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", Wanted()),
        ("denied", Wanted(statuses=DENIED)),
        ("DENIED, expired", Wanted(statuses=frozenset({RequestStatus.DENIED, RequestStatus.EXPIRED}))),
        ("outcome unknown", Wanted(statuses=frozenset({RequestStatus.UNKNOWN}))),
        ("needs information", Wanted(statuses=frozenset({RequestStatus.NEEDS_INFO}))),
        ("open", Wanted(statuses=OPEN)),
        ("ended", Wanted(statuses=ENDED)),
        ("2026-11", Wanted(month=NOV)),
        ("nov 2026", Wanted(month=NOV)),
        ("2026 November", Wanted(month=NOV)),
        ("Sept. 2026", Wanted(month=Month(2026, 9))),
        ("may 2026", Wanted(month=Month(2026, 5))),
        ("2026-10 2026-11", Wanted(month=NOV)),
        ("Grace Mwangi", Wanted(name="Grace Mwangi")),
        ("grace denied nov 2026 mwangi", Wanted(name="grace mwangi", statuses=DENIED, month=NOV)),
        ("may", Wanted(name="may")),
        ("2026-13", Wanted(name="2026-13")),
        ("nov 0001", Wanted(name="nov 0001")),
        ("2026-11-05", Wanted(name="2026-11-05")),
        ("no 2026", Wanted(name="no 2026")),
    ],
)
def test_words_are_statuses_months_and_names_in_any_order(typed: str, wanted: Wanted) -> None:
    assert wanted_in(typed) == wanted


@pytest.mark.parametrize("status", RequestStatus)
def test_every_status_is_understood_as_cards_write_it_and_as_exports_do(status: RequestStatus) -> None:
    on_card = status_name(status).removesuffix("…").replace("Approved, applying", "applying")
    spoken = {"Checking the outcome": "checking", "Closed, not reissued": "closed"}
    for typed in (status.value, spoken.get(on_card, on_card)):
        assert wanted_in(typed) == Wanted(statuses=frozenset({status}))


def test_a_button_carries_what_was_looked_for_and_reads_it_again() -> None:
    ids = tuple(EmployeeId(f"empl_{'x' * 60}{number}") for number in range(MOST_PEOPLE))
    for wanted in (Wanted(), Wanted(employees=ids, statuses=frozenset(RequestStatus), month=NOV)):
        value = str(FoundPage(wanted, 3))
        assert FoundPage.parse(value) == (wanted, 3)
        assert len(value) <= 2000  # Slack's limit


def test_the_name_itself_is_never_in_a_button() -> None:
    assert "mwangi" not in str(FoundPage(Wanted(name="mwangi"), 0))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "1",
        "x;;;",
        "1;mwangi;;",
        "1;;2026;",
        "1;;2026-13;",
        "1;;0-1;",
        "1;;99999-1;",
        "1;;;mwangi",
        "1;;;empl_1,",
        "1;;;;",
        f"{'9' * 5000};;;",
    ],
)
def test_anything_else_in_a_button_is_unreadable_and_not_quoted(value: str) -> None:
    with pytest.raises(UnreadableValue) as refused:
        FoundPage.parse(value)
    assert str(refused.value) == UnreadableValue.__doc__


def test_a_page_beyond_all_pages_is_the_last_one_there_can_be() -> None:
    assert FoundPage.parse("999999;;;").page == LAST_PAGE
    assert FoundPage.parse("-3;;;").page == 0
