"""The two kinds of server: how their paths differ, and how each writes a record.

The SDK itself checks the records of `data`, see tests/official. The fields of `bare` are listed here, as the official
client read them before its first release, when answers had no `data` yet (December 2025).
"""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.benefits.world import Shape
from tests.sandbox.benefits.conftest import BenefitsClient

pytestmark = pytest.mark.anyio

ADA, ADAS_EVENT = "mbr_ada_lovelace", "qle_ada_lovelace_birth"
TOP_LEVEL = f"/qualifying-life-events/{ADAS_EVENT}"
UNDER_THE_MEMBER = f"/members/{ADA}{TOP_LEVEL}"
PROBLEM = {"timestamp", "message", "error", "trace_id"}
STAMPS = {"created_at", "updated_at"}

EARLY_FIELDS: dict[str, set[str]] = {
    "employer": STAMPS
    | {"id", "name", "legal_name", "active", "organization_id", "ein", "eligibility_policy_id", "address"},
    "employer.address": {"street_1", "city", "state", "zip_code"},
    "employee": STAMPS
    | {"id", "employer_id", "member", "active", "start_date", "termination_date", "employee_class", "address"},
    "employee.member": {"id", "first_name", "last_name", "date_of_birth", "sex", "email", "phone"},
    "employee.address": {"street_1", "city", "state", "zip_code"},
    "event": STAMPS
    | {"id", "member_id", "employee_id", "event_type", "event_date", "status", "notes", "reviewed_at", "reviewed_by"}
    | {"enrollment_window_start", "enrollment_window_end"},
    "product": STAMPS | {"id", "name", "category", "product_code", "active"},
    "plan": {"id", "name", "carrier_name", "costs"},
}


def fields_of(kind: str, record: dict[str, Any]) -> Iterator[tuple[str, set[str]]]:
    """The names of the fields of a record and of the objects in it."""
    yield kind, set(record)
    for name, value in record.items():
        if isinstance(value, dict):
            yield from fields_of(f"{kind}.{name}", value)


async def every_early_record(client: BenefitsClient) -> list[tuple[str, dict[str, Any]]]:
    """All records of a bare server, with their kinds."""
    employers = await client.get("/employers")
    employees = [row for one in employers for row in await client.get(f"/employers/{one['id']}/employees", limit=100)]
    members = [employee["member"]["id"] for employee in employees]
    events = [row for member in members for row in await client.get(f"/members/{member}/qualifying-life-events")]
    lists = {
        "employer": employers,
        "employee": employees,
        "event": events,
        "product": await client.get("/benefit-products"),
        "plan": await client.get("/enrollments/enrl_ada_lovelace_medical/plans"),
    }
    return [(kind, record) for kind, records in lists.items() for record in records]


async def test_a_bare_server_has_the_fields_of_the_early_api_and_no_others(client: BenefitsClient) -> None:
    records = await every_early_record(client)
    found = [each for kind, record in records for each in fields_of(kind, record)]
    assert {kind for kind, _ in found} == set(EARLY_FIELDS)
    assert [(kind, fields) for kind, fields in found if fields != EARLY_FIELDS[kind]] == []


@pytest.mark.parametrize(("shape", "path"), [("bare", TOP_LEVEL), ("data", UNDER_THE_MEMBER)])
async def test_one_life_event_has_the_path_of_the_dialect_and_no_other(
    client: BenefitsClient, shape: Shape, path: str
) -> None:
    client.api.world.shape = shape
    answer = await client.get(path)
    assert (answer if shape == "bare" else answer["data"])["id"] == ADAS_EVENT
    (other,) = {TOP_LEVEL, UNDER_THE_MEMBER} - {path}
    refused = await client.http.get(f"/benefits/v1{other}")
    assert (refused.status_code, set(refused.json())) == (404, PROBLEM)


async def test_a_life_event_is_not_found_under_another_member(client: BenefitsClient) -> None:
    client.api.world.shape = "data"
    assert (await client.get(f"/members/mbr_tom_becker{TOP_LEVEL}"))["message"] == "Life event not found"


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_one_employer_has_the_same_record_as_in_the_list(client: BenefitsClient, shape: Shape) -> None:
    client.api.world.shape = shape
    listed, one = await client.get("/employers"), await client.get("/employers/empr_juniper")
    assert one == (listed[0] if shape == "bare" else {"data": listed["data"][0]})


@pytest.mark.parametrize("shape", ["bare", "data"])
@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/employers/", "/v2/members", "/", "/v1/members/mbr_ada_lovelace"])
async def test_a_path_that_the_dialect_does_not_have_is_a_404_in_json(
    client: BenefitsClient, shape: Shape, path: str
) -> None:
    client.api.world.shape = shape
    answer = await client.http.get(f"/benefits{path}")
    assert (answer.status_code, set(answer.json()), answer.json()["error"]) == (404, PROBLEM, "Not Found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/employers", "GET"),
        ("GET", "/enrollments/enrl_1/reissue", "POST"),
        ("DELETE", "/employees/empl_1", "GET"),
    ],
)
async def test_a_method_that_the_path_does_not_have_is_a_405_in_json(
    client: BenefitsClient, method: str, path: str, allowed: str
) -> None:
    answer = await client.http.request(method, f"/benefits/v1{path}")
    assert (answer.status_code, set(answer.json()), answer.headers["Allow"]) == (405, PROBLEM, allowed)


async def test_a_refused_path_or_method_is_not_logged_as_a_call_of_the_api(client: BenefitsClient) -> None:
    await client.get("/enrollments/enrl_1/reissue")
    await client.get("/nothing")
    assert [call.call for call in client.calls.since("benefits")] == ["unknown", "unknown"]


@pytest.mark.parametrize(("shape", "named"), [("bare", None), ("data", "Unspecified")])
async def test_a_missing_tier_is_written_in_the_dialect_even_after_a_reissue(
    client: BenefitsClient, shape: Shape, named: str | None
) -> None:
    client.api.world.shape = shape
    reissued = (await client.reissue("enrl_ada_lovelace_medical", ADAS_EVENT)).json()
    waived = await client.get("/enrollments/enrl_grace_mwangi_dental")
    listed = await client.get("/employees/empl_ada_lovelace/enrollments", status="pending")
    records = [reissued, waived, *listed] if shape == "bare" else [reissued["data"], waived["data"], *listed["data"]]
    assert [record["coverage_tier"] for record in records] == [named] * 3


async def test_windows_are_dates_in_one_dialect_and_times_that_include_both_days_in_the_other(
    client: BenefitsClient,
) -> None:
    bare = await client.get(TOP_LEVEL)
    assert (bare["enrollment_window_start"], bare["enrollment_window_end"]) == ("2026-11-05", "2026-12-05")
    await client.tell("shape", shape="data")
    data = (await client.get(UNDER_THE_MEMBER))["data"]
    assert (data["enrollment_window_start"], data["event_date"]) == ("2026-11-05T00:00:00Z", "2026-11-05")
    assert data["enrollment_window_end"] == "2026-12-05T23:59:59Z"


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_an_odd_record_is_shown_unchanged_and_hides_no_other(client: BenefitsClient, shape: Shape) -> None:
    world = client.api.world
    world.shape = shape
    world.employees["empl_tom_becker"] |= {"member": None, "active_in": None, "colour": "red"}
    world.employers["empr_juniper"]["address"] = None
    world.events[ADAS_EVENT] |= {"enrollment_window_start": "", "enrollment_window_end": None}
    answers = [await client.get(f"/{path}") for path in ("employees/empl_tom_becker", "employers/empr_juniper")]
    events = await client.get(f"/members/{ADA}/qualifying-life-events")
    (event,) = events if shape == "bare" else events["data"]
    employee, employer = answers if shape == "bare" else [answer["data"] for answer in answers]
    assert (employee["member"], employee["colour"], employer["address"]) == (None, "red", None)
    assert employee["active" if shape == "bare" else "active_in"] is None
    assert (event["enrollment_window_start"], event["enrollment_window_end"]) == ("", None)
