"""The enrollment summary says what the reissue left behind, what changed, and how that is known."""

from dataclasses import replace

from handlers.blocks.drawn import Drawn
from handlers.blocks.messages.summary import enrollment_summary
from tests.builders import an_enrollment
from tests.handlers.blocks.requests import FULL, standings


def summary(name: str) -> Drawn:
    standing = standings()[name]
    return enrollment_summary(standing.reissue_request, standing.attempts, FULL)


def facts(drawing: Drawn) -> list[str]:
    return [field["text"] for block in drawing.blocks for field in block.get("fields", [])]


def test_each_fact_stands_as_before_and_after() -> None:
    assert "*Plan*\nGold PPO → Silver HMO" in facts(summary("reissued"))
    assert "*Employee pays*\n$120.50 a month → $200.00 a month" in facts(summary("reissued"))


def test_what_did_not_change_says_so() -> None:
    assert "*Status*\nenrolled (unchanged)" in facts(summary("reissued"))
    same = replace(standings()["reissued"].reissue_request, summary=an_enrollment())
    assert all(fact.endswith(" (unchanged)") for fact in facts(enrollment_summary(same, (), FULL)))


def test_an_open_election_is_said_with_the_day_its_window_ends() -> None:
    assert "The employee has not chosen yet. The enrollment window ends 17 Nov 2026." in (
        summary("reissued_awaiting_election").text
    )


def test_an_enrollment_found_by_reading_back_is_not_passed_off_as_the_apis_answer() -> None:
    found = "Vitable did not confirm the reissue; this enrollment was found by reading back."
    assert any(found in str(block) for block in summary("reissued_awaiting_election").blocks)
    assert not any(found in str(block) for block in summary("reissued").blocks)


def test_an_unreadable_answer_is_said_to_be_one() -> None:
    assert "its answer could not be read" in summary("reissued_unreadable").text
    assert "confirmed in Vitable" in summary("reissued_confirmed").text
