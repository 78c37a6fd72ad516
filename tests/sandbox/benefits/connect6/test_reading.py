"""What connect-6 tells of enrollments and life events, and where it tells it."""

from datetime import timedelta

import pytest

from tests.sandbox.benefits.conftest import TODAY
from tests.sandbox.benefits.connect6.calls import Connect6Client

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("person", ["ada_lovelace", "grace_mwangi", "hana_sato", "carlos_rivera"])
async def test_people_have_the_same_enrollments_and_life_events_as_in_the_documented_dialects(
    six: Connect6Client, person: str
) -> None:
    paths = (f"/v1/employees/empl_{person}/enrollments", f"/v1/members/mbr_{person}/qualifying-life-events")
    newer = [set(await six.ids(path)) for path in paths]
    six.api.world.shape = "data"
    assert newer == [set(await six.ids(path)) for path in paths]


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
    approved = await six.ids("/v1/members/mbr_grace_mwangi/qualifying-life-events", status="approved")
    assert approved == ["qle_grace_mwangi_birth", "qle_grace_mwangi_marriage"]


async def test_a_life_event_of_no_known_type_is_described(six: Connect6Client) -> None:
    (row,) = await six.data("/v1/members/mbr_zoe_young/qualifying-life-events")
    assert (row["event_type"], row["event_type_label"], row["other_event"]) == ("other", "Other", "Reduction In Hours")
