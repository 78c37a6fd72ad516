"""One odd record never hides the others: any field of it may be null, empty, of another type, or missing."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from benefits.ids import EmployeeId, EmployerId
from benefits.models import Enrollment
from benefits.paging import Listed, Pages
from tests.benefits.answers import EMPLOYEE, ENROLLMENT, QLE, Ids, saying

pytestmark = pytest.mark.anyio

DEPENDENT = {"dependent_id": "dpnd_1", "first_name": "Zoë", "last_name": "L", "relationship": "Child"}
FULL_ENROLLMENT = ENROLLMENT | {
    "coverage_tier": "EF",
    "coverage_start_date": "2026-01-01",
    "coverage_end_date": "2026-12-31",
    "decision": "enrolled",
    "employee_contribution_cents": 12550,
    "employer_contribution_cents": 41000,
    "enrolled_dependents": [DEPENDENT, DEPENDENT | {"dependent_id": "dpnd_2"}],
    "selected_plan_id": "plan_1",
    "selected_plan_name": "Gold PPO",
}
FULL_EMPLOYEE = EMPLOYEE | {"active_in": True, "active": True, "start_date": "2020-01-01", "termination_date": None}
FULL_QLE = QLE | {
    "employee_id": "empl_1",
    "event_date": "2026-11-01",
    "enrollment_window_start": "2026-11-01",
    "enrollment_window_end": "2026-12-01",
    "notes": "private",
}
GONE = object()
OFF_THE_CALENDAR = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-05:00"]
"""The first and the last moment that servers know, whose moment in UTC would be before or after all years."""

STRANGE = [None, "", " ", "strange", 0, 7, 123.5, -1, True, False, [], {}, [1], {"a": 1}, "2026-02-30", 10**30, GONE]
STRANGE += OFF_THE_CALENDAR


def changed(record: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The record with another value at a path, or without it."""
    result = copy.deepcopy(record)
    inner: Any = result
    for step in path[:-1]:
        inner = inner[step]
    if value is GONE:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return result


def paths(value: object, prefix: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every field in a record, nested ones too."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for key, inner in steps for way in [(*prefix, key), *paths(inner, (*prefix, key))]]


def odd_among(record: dict[str, Any], ids: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Three good records, of which the second has one strange field."""
    good = [record | {"id": record_id} for record_id in ids]
    return st.builds(
        lambda path, value: [good[0], changed(good[1], path, value), good[2]],
        st.sampled_from(paths(record)),
        st.sampled_from(STRANGE),
    )


def holds(listed: Listed[Any], first: str, last: str) -> None:
    """The good ones are there, and the odd one is there or counted."""
    ids = [record.id for record in listed.records]
    assert (ids[0], ids[-1]) == (first, last)
    assert len(listed.records) + len(listed.unreadable) == 3


PATIENT = settings(deadline=None, max_examples=300)


@PATIENT
@given(odd_among(FULL_ENROLLMENT, ["enrl_1", "enrl_2", "enrl_3"]))
async def test_an_odd_enrollment_hides_no_other(rows: list[Any]) -> None:
    holds(await saying(json=rows).enrollments_of(EmployeeId("empl_1")), "enrl_1", "enrl_3")


@PATIENT
@given(odd_among(FULL_QLE, ["qle_1", "qle_2", "qle_3"]))
async def test_an_odd_life_event_hides_no_other(rows: list[Any]) -> None:
    holds(await saying(json={"data": rows}).events(Ids()), "qle_1", "qle_3")


@PATIENT
@given(odd_among(FULL_EMPLOYEE, ["empl_1", "empl_2", "empl_3"]))
async def test_an_odd_employee_hides_no_other(rows: list[Any]) -> None:
    (page,) = [page async for page in saying(json=rows).employees_of(EmployerId("empr_1"))]
    holds(page, "empl_1", "empl_3")


@PATIENT
@given(odd_among({"id": "empr_1", "name": "Acme", "legal_name": "Acme Inc."}, ["empr_1", "empr_2", "empr_3"]))
async def test_an_odd_employer_hides_no_other(rows: list[Any]) -> None:
    holds(await saying(json=rows).employers(), "empr_1", "empr_3")


@PATIENT
@given(odd_among({"id": "bprd_1", "name": "Dental"}, ["bprd_1", "bprd_2", "bprd_3"]))
async def test_an_odd_product_hides_no_other(rows: list[Any]) -> None:
    assert {"bprd_1", "bprd_3"} <= set(await saying(json=rows).products())


@pytest.mark.parametrize("row", [None, 7, "enrl_2", [], {}, {"id": None}, {"id": "<b>"}, {"id": "enrl_" + "x" * 65}])
async def test_an_entry_that_is_not_a_record_is_counted_without_an_id(row: object) -> None:
    listed = await saying(json=[ENROLLMENT, row]).enrollments_of(EmployeeId("empl_1"))
    assert (listed.ids, listed.unreadable) == (("enrl_1",), ("",))


@pytest.mark.parametrize(
    "odd",
    [
        {"active_in": None},
        {"active_in": "perhaps"},
        {"start_date": "2026-01-01T00:00:00Z"},
        {"employer_id": None},
        {"member": EMPLOYEE["member"] | {"email": None}},
        {"member": EMPLOYEE["member"] | {"email": 7}},
    ],
)
async def test_an_employee_with_an_odd_optional_field_is_found(odd: dict[str, Any]) -> None:
    page = await anext(saying(json=[EMPLOYEE | odd]).employees_of(EmployerId("empr_1")))
    assert (page.ids, page.unreadable, page.records[0].active) == (("empl_1",), (), True)


@pytest.mark.parametrize("field", [*sorted(set(FULL_ENROLLMENT) - set(ENROLLMENT)), "updated_at"])
@pytest.mark.parametrize("value", [None, "", 123.5, {}, True])
async def test_an_optional_field_of_an_enrollment_that_cannot_be_read_is_unknown(field: str, value: object) -> None:
    enrollment = Enrollment.model_validate(FULL_ENROLLMENT | {field: value})
    assert getattr(enrollment, field) is None
    assert Enrollment.model_validate_json(enrollment.model_dump_json()) == enrollment


async def test_dependents_that_cannot_be_read_are_unknown_and_not_none() -> None:
    assert Enrollment.model_validate(FULL_ENROLLMENT | {"enrolled_dependents": "many"}).enrolled_dependents is None
    assert Enrollment.model_validate(FULL_ENROLLMENT | {"enrolled_dependents": []}).enrolled_dependents == ()
    odd = Enrollment.model_validate(FULL_ENROLLMENT | {"enrolled_dependents": [DEPENDENT, None]})
    assert [one.name for one in odd.enrolled_dependents or ()] == ["Zoë L", ""]


async def test_null_and_unspecified_are_one_tier() -> None:
    tiers = [None, "Unspecified", "unspecified", ""]
    read = {Enrollment.model_validate(FULL_ENROLLMENT | {"coverage_tier": tier}).coverage_tier for tier in tiers}
    assert read == {None}


async def test_an_unreadable_record_is_logged_by_id_and_field_and_never_by_value() -> None:
    odd = EMPLOYEE | {"id": "empl_2", "member": {"id": "Ada Lovelace", "first_name": "Ada"}}
    with capture_logs() as logged:
        await anext(saying(json=[EMPLOYEE, odd]).employees_of(EmployerId("empr_1")))
    assert [(line["event"], line["what"], line["record"], line["fields"]) for line in logged] == [
        ("record_unreadable", "Employee", "empl_2", ("member.id",))
    ]
    assert "Ada" not in str(logged)


async def test_a_page_of_nothing_but_unreadable_records_is_logged_in_few_lines() -> None:
    with capture_logs() as logged:
        page = await anext(saying(json=[{"id": f"empl_{n}"} for n in range(100)]).employees_of(EmployerId("empr_1")))
    assert len(page.unreadable) == 100
    assert (len(logged), logged[-1]["count"]) == (21, 100)


async def test_records_that_have_no_id_do_not_come_again_and_again() -> None:
    async def the_same(_: int) -> object:
        return [{"name": "odd"}, {"name": "odder"}]

    read = [page async for page in Pages(Enrollment, the_same)]
    assert [page.unreadable for page in read] == [("", "")]
