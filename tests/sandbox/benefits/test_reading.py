"""Reading the benefits API: all people in the table, pages, filters."""

import pytest

from sandbox.benefits.people import PEOPLE
from tests.sandbox.benefits.conftest import BenefitsClient

pytestmark = pytest.mark.anyio

GRACE = "/employees/empl_grace_mwangi/enrollments"


async def test_forty_employees_are_reached_through_their_employers(client: BenefitsClient) -> None:
    employers = await client.get("/employers")
    pages = [await client.get(f"/employers/{employer['id']}/employees", limit=100) for employer in employers]
    assert sorted(employee["id"] for page in pages for employee in page) == sorted(f"empl_{p.key}" for p in PEOPLE)
    assert len(PEOPLE) == 40


async def test_the_table_has_every_kind_of_person_that_screens_must_handle() -> None:
    names = [f"{person.first} {person.last}" for person in PEOPLE]
    assert len(names) - len(set(names)) == 1
    assert any("<" in name for name in names)
    assert any(len(name) >= 60 for name in names)
    assert any(not person.last for person in PEOPLE)
    assert any(not person.email for person in PEOPLE)
    assert any(not person.covers for person in PEOPLE)
    assert any(not person.events for person in PEOPLE)
    assert {event.closes for person in PEOPLE for event in person.events} >= {-30, 0, 1, 12}


async def test_pages_have_twenty_records_by_default_and_are_empty_after_the_last(client: BenefitsClient) -> None:
    await client.tell("shape", shape="data")
    employees = "/employers/empr_halvorsen/employees"
    first, last = await client.get(employees, limit=10), await client.get(employees, limit=10, page=2)
    assert first["pagination"] == {"page": 1, "limit": 10, "total": 15, "total_pages": 2}
    assert (len(first["data"]), len(last["data"])) == (10, 5)
    assert (await client.get(employees))["pagination"]["limit"] == 20
    assert (await client.get(employees, page=9))["data"] == []


@pytest.mark.parametrize("query", [{"limit": 101}, {"limit": 0}, {"page": "x"}, {"page": -1}])
async def test_an_invalid_page_is_refused(client: BenefitsClient, query: dict[str, int]) -> None:
    assert "must be a number" in (await client.get("/employers", **query))["message"]


async def test_filters_narrow_a_list(client: BenefitsClient) -> None:
    assert len(await client.get(GRACE)) == 4
    assert [row["status"] for row in await client.get(GRACE, status="waived")] == ["waived"]
    assert len(await client.get(GRACE, plan_year=2025)) == 1
    assert len(await client.get(GRACE, coverage_effective_start_year=2026)) == 1
    assert [row["id"] for row in await client.get("/employers", name="bakery")] == ["empr_juniper"]
    assert len(await client.get("/employers/empr_okami/employees", active_in="false")) == 1
    assert len(await client.get("/members/mbr_grace_mwangi/qualifying-life-events", status="denied")) == 1
    assert len(await client.get("/benefit-products", category="Dental")) == 1
    assert await client.get("/benefit-products", active_in="false") == []


async def test_plans_have_their_costs_in_each_tier(client: BenefitsClient) -> None:
    plans = await client.get("/enrollments/enrl_ada_lovelace_medical/plans")
    assert [plan["name"] for plan in plans] == ["Gold PPO", "Silver HMO", "Bronze HSA"]
    assert plans[0]["costs"][3]["employee_contribution_cents"] == 35140


@pytest.mark.parametrize(
    "path",
    [
        "/employees/empl_x",
        "/employers/empr_x",
        "/qualifying-life-events/qle_x",
        "/employees/empl_x/enrollments",
        "/employers/empr_x/employees",
        "/enrollments/enrl_x",
        "/enrollments/enrl_x/plans",
        "/members/mbr_x/qualifying-life-events",
    ],
)
async def test_a_missing_record_is_a_404_with_a_message(client: BenefitsClient, path: str) -> None:
    answer = await client.http.get(f"/benefits/v1{path}")
    assert (answer.status_code, answer.json()["error"]) == (404, "Not Found")


async def test_answers_contain_the_personal_data_that_the_bot_must_not_keep(client: BenefitsClient) -> None:
    raw = (await client.http.get("/benefits/v1/employees/empl_ada_lovelace")).text
    assert all(word in raw for word in ("date_of_birth", "phone", "Birchwater Lane"))
