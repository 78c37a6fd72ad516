"""The effects of a reissue, and its refusals."""

import pytest

from tests.sandbox.benefits.conftest import BenefitsClient

pytestmark = pytest.mark.anyio

ENROLLMENT = "enrl_ada_lovelace_medical"
QLE = "qle_ada_lovelace_birth"


async def test_a_reissue_closes_the_enrollment_and_opens_another_without_a_plan(client: BenefitsClient) -> None:
    new = (await client.reissue(ENROLLMENT, QLE, reason="A child was born")).json()
    old = await client.get(f"/enrollments/{ENROLLMENT}")
    assert (old["status"], old["coverage_end_date"]) == ("inactive", "2026-11-23")
    assert (new["status"], new["selected_plan_id"], new["coverage_start_date"]) == ("pending", None, "2026-11-24")
    assert new["id"] != old["id"]
    assert all(new[key] == old[key] for key in ("benefit_product_id", "plan_year_id", "employee_id"))
    assert await client.get(f"/enrollments/{new['id']}") == new


async def test_a_second_reissue_on_the_new_enrollment_closes_that_too(client: BenefitsClient) -> None:
    first = (await client.reissue(ENROLLMENT, QLE)).json()
    second = (await client.reissue(first["id"], QLE)).json()
    assert (await client.get(f"/enrollments/{first['id']}"))["status"] == "inactive"
    assert second["id"] not in (first["id"], ENROLLMENT)
    reissues = (await client.http.get("/sandbox/benefits/reissues")).json()["reissues"]
    assert [entry["new_enrollment_id"] for entry in reissues] == [first["id"], second["id"]]


@pytest.mark.parametrize(
    ("enrollment", "qle", "body", "status", "message"),
    [
        ("enrl_nobody", QLE, {}, 404, "Enrollment not found"),
        (ENROLLMENT, "qle_nothing", {}, 404, "Qualifying life event not found"),
        (ENROLLMENT, "qle_wang_xiaoming_birth", {}, 422, "The qualifying life event belongs to another member"),
        ("enrl_ines_costa_medical", "qle_ines_costa_divorce", {}, 422, "The qualifying life event was denied"),
        ("enrl_dora_klein_medical", "qle_dora_klein_medicare_entitlement", {}, 409, "Enrollment is not active"),
        (ENROLLMENT, QLE, {"reason": "x" * 501}, 422, "reason must be a text of at most 500 characters"),
        (ENROLLMENT, None, {}, 422, "qle_id is required"),
    ],
)
async def test_a_reissue_that_is_not_allowed_is_refused_with_a_message_and_a_trace_id(
    client: BenefitsClient, enrollment: str, qle: str | None, body: dict[str, object], status: int, message: str
) -> None:
    answer = await client.reissue(enrollment, qle, **body)
    assert (answer.status_code, answer.json()["message"]) == (status, message)
    assert set(answer.json()) == {"timestamp", "message", "error", "trace_id"}
    assert client.api.world.reissues == []


async def test_a_reason_of_500_characters_is_accepted(client: BenefitsClient) -> None:
    assert (await client.reissue(ENROLLMENT, QLE, reason="x" * 500)).status_code == 200


async def test_a_body_that_is_not_json_is_refused(client: BenefitsClient) -> None:
    answer = await client.http.post(f"/benefits/v1/enrollments/{ENROLLMENT}/reissue", content=b"{")
    assert answer.status_code == 400


async def test_a_call_without_the_key_is_refused(client: BenefitsClient) -> None:
    answer = await client.http.get("/benefits/v1/employers", headers={"Authorization": "Bearer another"})
    assert answer.status_code == 401


async def test_the_employee_elects_in_the_new_enrollment_once(client: BenefitsClient) -> None:
    new = (await client.reissue(ENROLLMENT, QLE)).json()
    elected = (await client.tell("elect", enrollment_id=new["id"], plan_id="plan_silver_hmo", tier="ES"))["enrollment"]
    assert (elected["status"], elected["decision"], elected["coverage_tier"]) == ("enrolled", "enrolled", "ES")
    assert (elected["selected_plan_name"], elected["employee_contribution_cents"]) == ("Silver HMO", 16800)
    assert [person["first_name"] for person in elected["enrolled_dependents"]] == ["William"]
    assert not (await client.tell("elect", enrollment_id=new["id"]))["ok"]


async def test_an_election_of_a_plan_that_is_not_offered_is_refused(client: BenefitsClient) -> None:
    new = (await client.reissue(ENROLLMENT, QLE)).json()
    assert not (await client.tell("elect", enrollment_id=new["id"], plan_id="plan_dental_plus"))["ok"]
    assert not (await client.tell("elect", enrollment_id=new["id"], tier="XX"))["ok"]


async def test_a_colleague_can_change_an_enrollment(client: BenefitsClient) -> None:
    before = await client.get(f"/enrollments/{ENROLLMENT}")
    await client.tell("touch", enrollment_id=ENROLLMENT, coverage_tier="ES", id="enrl_other")
    after = await client.get(f"/enrollments/{ENROLLMENT}")
    assert (after["id"], after["coverage_tier"]) == (ENROLLMENT, "ES")
    assert after["updated_at"] > before["updated_at"]


@pytest.mark.parametrize(("path", "body"), [("shape", {"shape": "round"}), ("touch", {"enrollment_id": "enrl_no"})])
async def test_invalid_requests_to_the_sandbox_endpoints_are_refused_with_a_sentence(
    client: BenefitsClient, path: str, body: dict[str, str]
) -> None:
    answer = await client.tell(path, **body)
    assert (answer["ok"], bool(answer["message"])) == (False, True)
