"""The first hundred characters of a card's text are all that a phone shows: they name what an approver has to know."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest

from approvals.model.status import UNDECIDED
from handlers.blocks.messages.card import approval_card
from handlers.words.dates import day
from tests.builders import REQUESTER, a_qle, a_request, an_employee
from tests.handlers.blocks.requests import FULL, MINIMAL, standings

SHOWN = 100
SOMEBODY = "@" + "x" * 11
"""A mention as Slack shows it, about twelve characters long."""

NAMES = ["Ada Lovelace", "Maximiliana Theodora von und zu Hohenstein-Waldburg-Schwarzenberg", "Ann & Bo <x>", "E O"]
EVENTS = ["Birth", "Losing job-based health insurance", "Moving to a new ZIP code, county, or state", "Q&a"]
SERVERS = [None, "Practice server on this machine"]


def notification(text: str) -> str:
    """What a phone shows of a text."""
    plain = re.sub(rf"<@{REQUESTER}>", SOMEBODY, text)
    return html.unescape(plain)[:SHOWN]


@pytest.mark.parametrize("name", sorted(standings().keys() - {"blanked"}))
def test_a_notification_names_employee_event_deadline_and_requester(name: str) -> None:
    standing = standings()[name]
    reissue_request = standing.reissue_request
    shown = notification(approval_card(reissue_request, standing.attempts, standing.within(FULL)).text)
    assert re.match(r"R-12 Ada Lovelace( \(Halvorsen <Freight>\))?: (Birth|Loss of coverage)(,| ·) ", shown)
    assert f"asked by {SOMEBODY}." in shown
    last = reissue_request.decide_until
    waits = reissue_request.status in UNDECIDED and last
    assert f" by {day(last)}, " in shown if waits and last else " by 17 Nov" not in shown
    assert ("⏰" in shown) is reissue_request.is_overdue


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("name", NAMES)
def test_long_names_are_clipped_so_that_everything_fits(name: str, event: str, server: str | None) -> None:
    long = a_request(
        number=123_456, employee=an_employee(name), qle=a_qle(event_type=event), deadline=date(2026, 12, 31)
    )
    shown = notification(approval_card(long, (), replace(FULL, server=server)).text)
    assert "R-123456 " + name[:3] in shown
    assert f": {event[:5]}" in shown
    assert f", decide by 31 Dec 2026, asked by {SOMEBODY}." in shown
    assert shown.startswith("🧪 ") is bool(server)


def test_a_request_without_a_life_event_names_its_product() -> None:
    shown = notification(approval_card(a_request(qle=None), (), FULL).text)
    assert shown.startswith(f"R-12 Ada Lovelace: Medical, decide by 17 Nov 2026, asked by {SOMEBODY}.")


@pytest.mark.parametrize("name", sorted(standings()))
def test_where_little_may_be_shown_it_says_number_status_and_deadline(name: str) -> None:
    standing = standings()[name]
    reissue_request = standing.reissue_request
    shown = notification(approval_card(reissue_request, standing.attempts, standing.within(MINIMAL)).text)
    last = reissue_request.decide_until
    assert shown.startswith("🧪 R-12 · ")
    if reissue_request.status in UNDECIDED and last:
        assert f" by {day(last)}. Test server:" in shown
    assert "Test server:" in shown
