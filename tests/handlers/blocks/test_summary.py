"""The enrollment summary says what the reissue left behind, what changed, and how that is known."""

import json
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import pytest

from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from benefits.models import Enrollment
from handlers.blocks.drawn import Drawn
from handlers.blocks.messages.card import approval_card
from handlers.blocks.messages.direct import direct_card, direct_note
from handlers.blocks.messages.summary import enrollment_summary
from handlers.blocks.modals.details import details_modal
from tests.builders import NOW, a_dependent, a_new_enrollment, a_qle, an_enrollment, an_event
from tests.handlers.blocks.event_scenes import what_happened
from tests.handlers.blocks.requests import FULL, standings


def summary(name: str) -> Drawn:
    standing = standings()[name]
    return enrollment_summary(standing.reissue_request, standing.attempts, FULL)


def lines(drawing: Drawn) -> list[str]:
    return [line for block in drawing.blocks for line in block.get("text", {}).get("text", "").splitlines()]


def small_print(reissue_request: ReissueRequest) -> list[str]:
    drawing = enrollment_summary(reissue_request, (), FULL)
    return [element["text"] for block in drawing.blocks if block["type"] == "context" for element in block["elements"]]


def reissued(after: Enrollment, **changes: Any) -> ReissueRequest:  # noqa: ANN401 - fields of a request
    return replace(standings()["reissued"].reissue_request, summary=after, **changes)


def test_before_and_now_each_stand_in_a_line() -> None:
    shown = lines(summary("reissued"))
    assert (
        "*Before:* Gold PPO · Employee only · 1 Jan \N{EN DASH} 31 Dec 2026. Employee pays $120.50, employer $1,234.50 "
        "a month. No dependents."
    ) in shown
    assert (
        "*Now:* Silver HMO · Employee and children · 3 Nov \N{EN DASH} 31 Dec 2026. Employee pays $200.00, employer "
        "$1,500.00 a month. Covered too: Byron Lovelace (child)."
    ) in shown


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (an_enrollment(), "*Changed:* nothing."),
        (an_enrollment(coverage_tier="EF", employer_contribution_cents=1), "*Changed:* tier, what the employer pays."),
    ],
)
def test_a_few_changes_are_named(after: Enrollment, words: str) -> None:
    assert words in lines(enrollment_summary(reissued(after), (), FULL))


def test_many_changes_are_left_to_the_two_lines() -> None:
    assert not any("Changed" in line for line in lines(summary("reissued")))


def test_an_open_election_is_said_with_the_day_by_which_to_choose() -> None:
    assert (
        "*Now:* nothing chosen yet. Ada Lovelace must choose by 17 Nov 2026. "
        "Coverage runs 3 Nov \N{EN DASH} 31 Dec 2026."
    ) in lines(summary("reissued_awaiting_election"))


def test_a_day_that_is_over_is_not_one_by_which_to_choose() -> None:
    standing = standings()["reissued_awaiting_election"]
    later = replace(FULL, today=date(2026, 11, 18))
    drawing = enrollment_summary(standing.reissue_request, standing.attempts, later)
    assert "The time to choose ended 17 Nov 2026." in drawing.text
    assert "must choose" not in drawing.text


def test_children_covered_before_never_seem_to_lose_their_cover_while_nothing_is_chosen() -> None:
    before = an_enrollment(coverage_tier="EF", enrolled_dependents=[a_dependent(), a_dependent("Annabella")])
    standing = standings()["reissued_awaiting_election"]
    pending = replace(standing.reissue_request, enrollment=before)
    ctx = standing.within(FULL)
    drawn = [
        enrollment_summary(pending, standing.attempts, ctx),
        direct_card(pending, standing.attempts, ctx),
        approval_card(pending, standing.attempts, ctx),
        details_modal(pending, standing.attempts, [an_event()], ctx, NOW),
    ]
    written = json.dumps([asdict(one) if isinstance(one, Drawn) else one for one in drawn], ensure_ascii=False)
    assert "Covered too: Byron Lovelace (child), Annabella Lovelace (child)." in written
    assert "*Dependents*\\nnot chosen yet" in written
    assert "*Covers*\\nnot chosen yet" in written
    assert "*Employee pays*\\nnot chosen yet" in written
    assert [word for word in ("→", "*Dependents*\\nnone", "No dependents", "no dependents") if word in written] == []


@pytest.mark.parametrize(
    ("event_type", "start", "words"),
    [
        ("Birth", 22, "Coverage starts 19 days after the birth: check with the carrier."),
        ("placement_for_adoption", 4, "Coverage starts 1 day after the adoption: check with the carrier."),
        ("Birth", 3, ""),
        ("Marriage", 22, ""),
        ("loss_of_coverage", 22, ""),
    ],
)
def test_a_start_after_the_event_is_pointed_out_where_a_child_should_be_covered_from_the_event_on(
    event_type: str, start: int, words: str
) -> None:
    after = a_new_enrollment(coverage_start_date=date(2026, 11, start))
    said = " ".join(small_print(reissued(after, qle=a_qle(event_type=event_type))))
    assert ("check with the carrier" in said) is bool(words)
    assert words in said


def test_an_event_without_a_date_points_out_nothing() -> None:
    after = a_new_enrollment(coverage_start_date=date(2026, 12, 1))
    said = small_print(reissued(after, qle=a_qle(event_type="had_baby", event_date=None)))
    assert not any("carrier" in words for words in said)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (
            date(2026, 11, 3),
            "Coverage began 3 Nov 2026, before the reissue: payroll may have to catch up on deductions.",
        ),
        (
            date(2026, 11, 10),
            "The start, 10 Nov 2026, is not the 1st of a month: ask payroll about the deductions for that month.",
        ),
        (date(2026, 12, 1), None),
    ],
)
def test_payroll_is_named_where_the_start_is_unusual_for_it(start: date, words: str | None) -> None:
    said = small_print(reissued(a_new_enrollment(coverage_start_date=start), qle=None))
    assert [each for each in said if "payroll" in each] == ([words] if words else [])


def test_what_counts_for_payroll_is_when_the_reissue_took_effect_and_not_when_it_was_found_out() -> None:
    after = a_new_enrollment(coverage_start_date=date(2026, 11, 5))
    days_later = reissued(after, confirmed_by="U0MARCUS", changed_at=NOW + timedelta(days=5))
    assert after.created_at == NOW
    assert not any("before the reissue" in words for words in small_print(days_later))


def test_who_waived_coverage_starts_none() -> None:
    waived = a_new_enrollment(status="waived")
    assert "*Now:* Medical (no plan chosen) · waived." in lines(enrollment_summary(reissued(waived), (), FULL))
    assert not any("payroll" in words for words in small_print(reissued(waived)))


def test_an_enrollment_found_by_reading_back_is_not_passed_off_as_the_apis_answer() -> None:
    found = "Vitable did not confirm the reissue; the bot looked there and found this enrollment."
    assert any(found in str(block) for block in summary("reissued_awaiting_election").blocks)
    assert not any(found in str(block) for block in summary("reissued").blocks)


def test_an_unreadable_answer_is_said_to_be_one() -> None:
    assert "the bot could not read its answer" in summary("reissued_unreadable").text


def test_a_reissue_that_was_confirmed_without_an_id_promises_no_summary() -> None:
    standing = standings()["reissued_confirmed"]
    card = approval_card(standing.reissue_request, standing.attempts, FULL)
    note = direct_note(what_happened(EventKind.MARKED_DONE), standing.reissue_request, FULL)
    assert note is not None
    assert "so there is no summary: look in Vitable." in summary("reissued_confirmed").text
    assert "so there is no summary: look in Vitable." in note.text
    assert "There is no summary of the new enrollment: look in Vitable." in card.text
    assert "The summary is in the thread." not in card.text
