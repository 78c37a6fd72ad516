"""Reading back: what shows that an attempt took effect, and what shows nothing."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.model.attempt import Baseline
from approvals.model.request import EmployeeFacts
from approvals.rules.evidence import NOT_JUDGED, effect_of, facts_of, is_as_approved
from benefits.models import Enrollment
from benefits.paging import Listed
from tests.builders import NOW, a_dependent, a_new_enrollment, a_request, an_enrollment

JUDGED: dict[str, Any] = {
    "id": "enrl_another",
    "benefit_product_id": "bprd_dental",
    "employee_id": "empl_another",
    "plan_year_id": "plyr_2027",
    "status": "inactive",
    "coverage_tier": "EF",
    "coverage_start_date": date(2026, 2, 1),
    "coverage_end_date": date(2026, 11, 4),
    "decision": "waived",
    "employee_contribution_cents": 1,
    "employer_contribution_cents": 1,
    "enrolled_dependents": (a_dependent(),),
    "selected_plan_id": "plan_silver",
    "selected_plan_name": "Silver HMO",
}


def before_an_attempt(enrollment: Enrollment | None = None, *others: str) -> Baseline:
    """A baseline read before an attempt: the employee had an enrollment, and perhaps others."""
    before = enrollment or an_enrollment()
    return Baseline(enrollment=before, enrollment_ids=(before.id, *others))


def test_every_fact_of_an_enrollment_is_judged_or_is_bookkeeping() -> None:
    assert set(JUDGED) | NOT_JUDGED == set(Enrollment.model_fields)
    assert not set(JUDGED) & NOT_JUDGED


@pytest.mark.parametrize("name", JUDGED)
def test_an_enrollment_is_no_longer_as_approved_when_anything_judged_has_changed(name: str) -> None:
    assert not is_as_approved(an_enrollment(**{name: JUDGED[name]}), an_enrollment())


@given(created=st.timedeltas(), updated=st.timedeltas())
def test_bookkeeping_may_change(created: timedelta, updated: timedelta) -> None:
    moved = an_enrollment().model_copy(update={"created_at": created, "updated_at": updated})
    assert is_as_approved(moved, an_enrollment())


def test_an_enrollment_with_values_unknown_to_us_is_as_approved_after_a_trip_through_the_database() -> None:
    strange = an_enrollment(status="under_review", coverage_tier="EX", enrolled_dependents=(a_dependent("Io", "Ward"),))
    assert is_as_approved(Enrollment.model_validate_json(strange.model_dump_json()), strange)


def test_dependents_in_another_order_are_the_same_dependents() -> None:
    one, two = a_dependent("Byron"), a_dependent("Ralph")
    assert is_as_approved(an_enrollment(enrolled_dependents=(two, one)), an_enrollment(enrolled_dependents=(one, two)))


def listed(*enrollments: Enrollment, unreadable: tuple[str, ...] = ()) -> Listed[Enrollment]:
    """What the API answers."""
    return Listed(enrollments, unreadable)


def test_a_new_enrollment_for_the_same_product_and_plan_year_is_the_effect() -> None:
    new, closed = a_new_enrollment(), an_enrollment(status="inactive")
    assert effect_of(before_an_attempt(), closed, listed(closed, new)) is new


def test_the_same_enrollment_with_another_status_is_an_effect_too() -> None:
    changed = an_enrollment(status="pending")
    assert effect_of(before_an_attempt(), changed, listed(changed)) is changed


def test_nothing_new_shows_nothing() -> None:
    assert effect_of(before_an_attempt(), an_enrollment(), listed(an_enrollment())) is None


@pytest.mark.parametrize("change", [{"updated_at": NOW}, {"coverage_tier": "EF"}, {"selected_plan_name": "Silver"}])
def test_a_change_without_another_status_shows_nothing(change: dict[str, Any]) -> None:
    changed = an_enrollment(**change)
    assert effect_of(before_an_attempt(), changed, listed(changed)) is None


@pytest.mark.parametrize("other", [{"benefit_product_id": "bprd_dental"}, {"plan_year_id": "plyr_2027"}])
def test_a_new_enrollment_for_something_else_shows_nothing(other: dict[str, Any]) -> None:
    assert effect_of(before_an_attempt(), an_enrollment(), listed(an_enrollment(), a_new_enrollment(**other))) is None


def test_an_enrollment_that_was_there_before_the_attempt_shows_nothing() -> None:
    earlier = a_new_enrollment(id="enrl_earlier")
    assert effect_of(before_an_attempt(None, "enrl_earlier"), an_enrollment(), listed(an_enrollment(), earlier)) is None


def test_the_reissued_enrollment_is_not_new_although_the_list_before_the_attempt_was_empty() -> None:
    before = an_enrollment()
    assert effect_of(Baseline(enrollment=before, enrollment_ids=()), before, listed(before)) is None


@given(st.permutations(range(4)))
def test_of_several_new_enrollments_the_latest_is_the_effect(order: list[int]) -> None:
    new = [a_new_enrollment(id=f"enrl_{n}", created_at=NOW + timedelta(seconds=n)) for n in order]
    found = effect_of(before_an_attempt(), an_enrollment(), listed(an_enrollment(), *new))
    assert found
    assert found.id == "enrl_3"


def test_an_unknown_status_is_still_a_status() -> None:
    before, after = an_enrollment(status="under_review"), an_enrollment(status="in_limbo")
    assert effect_of(before_an_attempt(before), before, listed(before)) is None
    assert effect_of(before_an_attempt(before), after, listed(after)) is after


def test_an_odd_record_beside_the_new_enrollment_does_not_hide_it() -> None:
    new = a_new_enrollment()
    closed = an_enrollment(status="inactive")
    assert effect_of(before_an_attempt(), closed, listed(closed, new, unreadable=("enrl_odd", ""))) is new


def test_a_record_that_could_not_be_read_before_the_attempt_is_not_new_once_it_can_be() -> None:
    before = an_enrollment()
    baseline = Baseline.of(before, listed(before, unreadable=("enrl_earlier",)))
    assert effect_of(baseline, before, listed(before, a_new_enrollment(id="enrl_earlier"))) is None


def test_after_a_record_without_an_id_nothing_that_looks_new_is_the_effect() -> None:
    """It may be that record, which can be read now."""
    before = an_enrollment()
    baseline = Baseline.of(before, listed(before, unreadable=("",)))
    assert baseline.has_nameless
    assert effect_of(baseline, before, listed(before, a_new_enrollment())) is None


SIX: dict[str, Any] = {"employer_id": "empr_juniper", "product_code": "MEDICAL"}
"""What connect-6 says of an enrollment, and the documented contract does not."""


def test_in_connect_6_a_new_enrollment_is_the_effect_although_its_row_lacks_what_nobody_compares() -> None:
    """There the product's code, the plan year and the employer tell what a reissue opens; a product's id is extra."""
    before = an_enrollment(**SIX)
    for odd in ({}, {"benefit_product_id": "MEDICAL"}, {"employer_id": None}, {"answered_at": None}):
        new = a_new_enrollment(**{**SIX, **odd})
        assert effect_of(before_an_attempt(before), before, listed(before, new)) is new


@pytest.mark.parametrize(
    "other",
    [{"product_code": "DENTAL"}, {"plan_year_id": "plyr_2027"}, {"employer_id": "empr_okami"}, {"answered_at": NOW}],
)
def test_in_connect_6_a_new_enrollment_for_something_else_or_with_an_answer_shows_nothing(
    other: dict[str, Any],
) -> None:
    before, new = an_enrollment(**SIX), a_new_enrollment(**{**SIX, **other})
    assert effect_of(before_an_attempt(before), before, listed(before, new)) is None


def test_in_connect_6_a_new_enrollment_beside_the_closed_one_is_the_effect_also_once_the_employee_has_chosen() -> None:
    before, closed = an_enrollment(**SIX), an_enrollment(**SIX, status="inactive")
    new = a_new_enrollment(**SIX, status="enrolled", answered_at=NOW)
    assert effect_of(before_an_attempt(before), closed, listed(closed, new)) is new
    assert effect_of(before_an_attempt(closed), closed, listed(closed, new)) is None


def test_in_connect_6_another_status_of_the_same_enrollment_shows_nothing() -> None:
    before, closed = an_enrollment(**SIX), an_enrollment(**SIX, status="inactive")
    assert effect_of(before_an_attempt(before), closed, listed(closed)) is None


def test_a_window_that_ends_unanswered_is_no_change_since_the_approval() -> None:
    waiting, expired = an_enrollment(**SIX, status="pending"), an_enrollment(**SIX, status="expired")
    assert is_as_approved(expired, waiting)
    assert not is_as_approved(an_enrollment(**SIX, status="waived"), waiting)


def test_in_connect_6_the_products_code_is_judged_and_not_whether_its_id_is_told() -> None:
    assert is_as_approved(an_enrollment(**SIX, benefit_product_id="MEDICAL"), an_enrollment(**SIX))
    assert not is_as_approved(an_enrollment(**{**SIX, "product_code": "DENTAL"}), an_enrollment(**SIX))


def test_what_was_approved_is_the_same_text_whether_an_earlier_release_stored_the_employee_or_this_one() -> None:
    stored = {"id": "empl_ada", "member_id": "mbr_ada", "name": "Ada Lovelace", "employer_id": "empr_brightside"}
    employee = json.loads(facts_of(a_request(employee=EmployeeFacts.model_validate(stored))))["employee"]
    assert employee == stored
    elsewhere = EmployeeFacts.model_validate({**stored, "employer_name": "Halvorsen Freight"})
    told = json.loads(facts_of(a_request(employee=elsewhere)))["employee"]
    assert told == elsewhere.model_dump(mode="json") == {**stored, "employer_name": "Halvorsen Freight"}
