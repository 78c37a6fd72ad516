"""What connect-6 tells of people, enrollments and life events, and where it tells it."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.benefits.world import Shape
from tests.sandbox.benefits.conftest import TODAY
from tests.sandbox.benefits.connect6.calls import ADAS, ADAS_EVENT, Connect6Client

pytestmark = pytest.mark.anyio

EXTRA = ("theo_brandt", "vera_lindholm", "iris_novak", "paul_ozturk", "lucia_ferrari", "wes_harmon", "gus_keller")


async def ids(six: Connect6Client, path: str, **query: str | int) -> list[str | None]:
    """The ids in a list."""
    return [row.get("id") for row in await six.data(path, **query)]


@pytest.mark.parametrize("person", ["ada_lovelace", "grace_mwangi", "hana_sato", "carlos_rivera"])
async def test_people_have_the_same_enrollments_and_life_events_as_in_the_documented_dialects(
    six: Connect6Client, person: str
) -> None:
    paths = (f"/v1/employees/empl_{person}/enrollments", f"/v1/members/mbr_{person}/qualifying-life-events")
    newer = [set(await ids(six, path)) for path in paths]
    six.api.world.shape = "data"
    assert newer == [set(await ids(six, path)) for path in paths]


async def test_only_the_employees_list_tells_what_is_closed_and_only_the_members_list_the_plan_year(
    six: Connect6Client,
) -> None:
    last_year = "enrl_grace_mwangi_medical_1_year_ago"
    listed = {row["id"]: row for row in await six.data("/v1/employees/empl_grace_mwangi/enrollments")}
    told = await six.told_of("grace_mwangi")
    assert set(listed) == set(told)
    assert (listed[last_year]["status"], told[last_year]["election_status"]) == ("inactive", "Enrolled")
    assert (listed[last_year]["terminated_at"], told[last_year]["plan_year_coverage_end"]) == (
        "2026-08-25T09:30:00Z",
        "2025-12-31",
    )
    assert all("created_at" not in row and "benefit" not in row for row in told.values())
    assert all("benefit_plan_year_id" not in row for row in listed.values())


@pytest.mark.parametrize(
    ("enrollment", "expected"),
    [
        ("enrl_grace_mwangi_medical", ("Enrolled", "Coverage Effective", True, False, False)),
        ("enrl_grace_mwangi_dental", ("Waived", None, True, False, False)),
        ("enrl_grace_mwangi_vision", ("Pending", None, True, False, True)),
        ("enrl_paul_ozturk_medical", ("Expired", None, True, False, False)),
        ("enrl_theo_brandt_vpc", ("Enrolled", "Coverage Effective", False, False, False)),
        ("enrl_iris_novak_vision", ("Enrolled", "Coverage Effective", True, True, False)),
    ],
)
async def test_the_members_list_says_where_an_enrollment_stands(
    six: Connect6Client, enrollment: str, expected: tuple[object, ...]
) -> None:
    row = (await six.told_of(enrollment.removeprefix("enrl_").rpartition("_")[0]))[enrollment]
    named = ("requires_qle_for_reissue", "plan_year_ends_this_month", "is_within_enrollment_window")
    assert (row["election_status"], row["policy_status"], *(row[name] for name in named)) == expected


async def test_the_calendar_changes_an_enrollment_by_itself(six: Connect6Client) -> None:
    pending = "enrl_mei_tanaka_medical"
    assert (await six.told_of("mei_tanaka"))[pending]["election_status"] == "Pending"
    await six.tell("window", enrollment_id=pending, ends=(TODAY - timedelta(days=1)).isoformat())
    await six.tell("plan-year", plan_year_id="plyr_okami_2026", ends=TODAY.isoformat())
    row = (await six.told_of("mei_tanaka"))[pending]
    assert (row["election_status"], row["plan_year_ends_this_month"]) == ("Expired", True)
    assert (await six.data(f"/v1/enrollments/{pending}"))["status"] == "pending"


async def test_a_life_event_has_no_dates_and_the_newest_is_first(six: Connect6Client) -> None:
    rows = await six.data("/v1/members/mbr_grace_mwangi/qualifying-life-events")
    fields = {"id", "event_type", "event_type_label", "other_event", "status", "submitted_at"}
    assert [set(row) for row in rows] == [fields] * 4
    assert [row["status"] for row in rows] == ["pending", "denied", "approved", "approved"]
    typed = [rows[2][name] for name in ("event_type", "event_type_label", "other_event")]
    assert typed == ["had_baby", "Having a baby", None]
    approved = await ids(six, "/v1/members/mbr_grace_mwangi/qualifying-life-events", status="approved")
    assert approved == ["qle_grace_mwangi_birth", "qle_grace_mwangi_marriage"]


async def test_a_life_event_of_no_known_type_is_described(six: Connect6Client) -> None:
    (row,) = await six.data("/v1/members/mbr_zoe_young/qualifying-life-events")
    assert (row["event_type"], row["event_type_label"], row["other_event"]) == ("other", "Other", "Reduction In Hours")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("GRACE mw", ["mbr_grace_mwangi"]),
        ("hana.sato@okami", ["mbr_hana_sato"]),
        ("2025550101", ["mbr_ada_lovelace"]),
        ("mbr_tom_becker", ["mbr_tom_becker"]),
        ("mbr_tom", []),
        ("Sean O", []),
        ("seán o", ["mbr_sean_obrien"]),
        ("group.example", ["mbr_gus_keller", None]),
        ("no such person", []),
    ],
)
async def test_members_are_found_by_name_address_phone_or_whole_id(
    six: Connect6Client, search: str, found: list[str | None]
) -> None:
    assert await ids(six, "/v2/members", search=search) == found


async def test_a_person_with_two_employers_is_one_member_with_two_employments(six: Connect6Client) -> None:
    assert await ids(six, "/v2/members", search="lindholm") == ["mbr_vera_lindholm"]
    employments = await six.data("/v1/members/mbr_vera_lindholm/employments")
    assert [(one["id"], one["employer_id"]) for one in employments] == [
        ("empl_vera_lindholm", "empr_juniper"),
        ("empl_vera_lindholm_2", "empr_halvorsen"),
    ]
    told = await six.told_of("vera_lindholm")
    assert {row["employer_name"] for row in told.values()} == {"Juniper & Pine Bakery", "Halvorsen Freight"}
    assert await ids(six, "/v1/employees/empl_vera_lindholm_2/enrollments") == ["enrl_vera_lindholm_2_dental"]


async def test_a_member_who_is_no_employee_has_empty_lists(six: Connect6Client) -> None:
    for kind in ("employments", "enrollments", "qualifying-life-events"):
        assert await six.data(f"/v1/members/mbr_gus_keller/{kind}") == []


async def test_a_member_whose_id_is_not_told_has_no_id_at_all(six: Connect6Client) -> None:
    (row,) = await six.data("/v2/members", search="nell")
    assert "id" not in row


async def test_lists_have_pages_and_a_page_after_the_last_is_empty(six: Connect6Client) -> None:
    answer = (await six.answer("/v2/members", params={"limit": 20, "page": 3})).json()
    assert (len(answer["data"]), answer["pagination"]) == (
        7,
        {"page": 3, "limit": 20, "total": 47, "total_pages": 3},
    )
    assert await six.data("/v2/members", page=4, limit=20) == []
    six.api.world.page_cap, six.api.world.totals = 5, False
    capped = (await six.answer("/v2/members", params={"limit": 100})).json()
    assert (len(capped["data"]), capped["pagination"]) == (5, {"page": 1, "limit": 5})


@pytest.mark.parametrize("limit", ["0", "101", "ten"])
async def test_a_limit_out_of_range_is_refused(six: Connect6Client, limit: str) -> None:
    assert (await six.answer("/v2/members", params={"limit": limit})).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        *("/v1/employers/empr_juniper/employees", "/v1/benefit-products", f"/v1/enrollments/{ADAS}/plans"),
        *(f"/v1/qualifying-life-events/{ADAS_EVENT}", "/v1/members", "/v2/members/mbr_ada_lovelace"),
        f"/v1/members/mbr_ada_lovelace/qualifying-life-events/{ADAS_EVENT}",
    ],
)
async def test_a_path_of_another_dialect_is_a_404_in_json(six: Connect6Client, path: str) -> None:
    answer = await six.answer(path)
    assert (answer.status_code, answer.json()["message"]) == (404, "There is nothing under this path")


@pytest.mark.parametrize("shape", ["bare", "data"])
@pytest.mark.parametrize(
    "path",
    [
        *("/v2/members", "/v1/organizations", "/v1/plans", "/v1/webhook-events", "/v1/members/mbr_ada_lovelace"),
        *("/v1/members/mbr_ada_lovelace/enrollments", "/v1/members/mbr_ada_lovelace/employments"),
    ],
)
async def test_the_documented_dialects_have_no_path_of_connect_6(six: Connect6Client, shape: Shape, path: str) -> None:
    six.api.world.shape = shape
    assert (await six.answer(path)).status_code == 404
    assert six.state.violations == []


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_the_documented_dialects_show_no_person_of_connect_6(six: Connect6Client, shape: Shape) -> None:
    six.api.world.shape = shape
    lists = [(await six.answer(f"/v1/employers/{one}/employees")).text for one in six.api.world.employers]
    assert not [name for name in EXTRA if name in "".join(lists)]
    assert (await six.answer("/v1/enrollments/enrl_theo_brandt_vpc")).status_code == 404
    assert not (await six.tell("touch", enrollment_id="enrl_theo_brandt_vpc"))["ok"]


async def test_the_private_record_of_a_member_is_answered_and_recorded(six: Connect6Client) -> None:
    record = await six.data("/v1/members/mbr_ada_lovelace")
    assert record["individual_income_in_cents"]
    assert six.rules_broken() == ["private record read"]


@pytest.mark.parametrize(
    "odd",
    [
        {"member": None},
        {"active_in": None, "address": None},
        {"employer_id": "empr_nobody"},
        {"member": {"id": None, "first_name": "Tom", "last_name": "Becker"}},
    ],
)
async def test_an_odd_employee_hides_no_other(six: Connect6Client, odd: dict[str, Any]) -> None:
    six.api.world.employees["empl_tom_becker"] |= odd
    assert len(await six.data("/v2/members", limit=100)) in (46, 47)
    assert (await six.answer("/v1/employees/empl_tom_becker")).status_code in (200, 404)
    assert len(await six.data("/v1/employers")) == 3


async def test_an_odd_enrollment_hides_no_other(six: Connect6Client) -> None:
    six.api.world.enrollments["enrl_ada_lovelace_dental"] |= {
        "status": "frozen",
        "created_at": None,
        "coverage_tier": "XX",
        "plan_year_id": None,
        "benefit_product_id": "bprd_new",
        "employer_contribution_cents": 12.5,
    }
    odd = (await six.told_of("ada_lovelace"))["enrl_ada_lovelace_dental"]
    assert (odd["election_status"], odd["product_name"]) == ("Frozen", None)
    assert len(await six.data("/v1/employees/empl_ada_lovelace/enrollments")) == 3


async def test_a_test_can_make_any_row_odd(six: Connect6Client) -> None:
    six.state.odd[ADAS] = {"election_status": "Frozen", "employee_deduction_in_cents": "125.50", "colour": "red"}
    six.state.odd[ADAS_EVENT] = {"submitted_at": None}
    odd = (await six.told_of("ada_lovelace"))[ADAS]
    (event,) = await six.data("/v1/members/mbr_ada_lovelace/qualifying-life-events")
    assert [odd[name] for name in six.state.odd[ADAS]] == ["Frozen", "125.50", "red"]
    assert event["submitted_at"] is None
