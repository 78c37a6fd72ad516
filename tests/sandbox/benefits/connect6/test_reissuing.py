"""The reissue of connect-6: its effect, its refusals, and the bodies that no bot should send."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sandbox.benefits.connect6_state import PlanYear
from tests.sandbox.benefits.conftest import TODAY
from tests.sandbox.benefits.connect6.calls import ADAS, ADAS_EVENT, ADAS_NEXT, Connect6Client

pytestmark = pytest.mark.anyio

BY_EVENT = {"qualifying_life_event_id": ADAS_EVENT}
ERROR = {"timestamp", "message", "error", "app_error_code", "trace_id"}


async def test_a_reissue_answers_with_the_id_of_the_new_enrollment_and_nothing_else(six: Connect6Client) -> None:
    answer = await six.reissues()
    assert (answer.status_code, answer.json()) == (200, {"data": {"enrollment_id": ADAS_NEXT}})


async def test_the_old_enrollment_is_closed_and_stays_answered(six: Connect6Client) -> None:
    before = (await six.told_of("ada_lovelace"))[ADAS]
    await six.reissues()
    listed = {row["id"]: row for row in await six.data("/v1/employees/empl_ada_lovelace/enrollments")}
    after = (await six.told_of("ada_lovelace"))[ADAS]
    assert (listed[ADAS]["status"], bool(listed[ADAS]["terminated_at"])) == ("inactive", True)
    assert (after["election_status"], after["policy_status"]) == ("Enrolled", "Coverage Ended")
    assert (after["answered_at"], after["plan_name"]) == (before["answered_at"], before["plan_name"])


async def test_the_time_of_closing_stays_when_somebody_touches_the_closed_enrollment(six: Connect6Client) -> None:
    await six.reissues()
    closed = await six.data(f"/v1/enrollments/{ADAS}")
    await six.tell("touch", enrollment_id=ADAS)
    touched = await six.data(f"/v1/enrollments/{ADAS}")
    assert touched["updated_at"] > closed["updated_at"]
    assert touched["terminated_at"] == closed["terminated_at"]


async def test_the_new_enrollment_is_pending_unanswered_and_for_the_same_plan_year(six: Connect6Client) -> None:
    await six.reissues()
    rows = await six.told_of("ada_lovelace")
    old, new = rows[ADAS], rows[ADAS_NEXT]
    same = ("employer_id", "benefit_plan_year_id", "product_code")
    assert [new[name] for name in same] == [old[name] for name in same]
    assert (new["election_status"], new["answered_at"], new["is_within_enrollment_window"]) == ("Pending", None, True)
    assert new["enrollment_window_end"] == (TODAY + timedelta(days=30)).isoformat()
    assert [new[name] for name in ("plan_name", "tier_name", "employee_deduction_in_cents")] == [None] * 3
    one = await six.data(f"/v1/enrollments/{ADAS_NEXT}")
    assert (one["status"], one["answered_at"], one["terminated_at"]) == ("pending", None, None)
    assert one["created_at"][:10] == new["issued_date"]
    assert one["created_at"] > (await six.data(f"/v1/enrollments/{ADAS}"))["created_at"]


async def test_a_second_call_on_the_new_enrollment_closes_that_too(six: Connect6Client) -> None:
    first = (await six.reissues()).json()["data"]["enrollment_id"]
    second = (await six.reissues(first)).json()["data"]["enrollment_id"]
    listed = await six.data("/v1/employees/empl_ada_lovelace/enrollments")
    statuses = {row["id"]: row["status"] for row in listed}
    assert (statuses[first], statuses[second]) == ("inactive", "pending")


async def test_a_reissue_is_seen_in_each_dialect(six: Connect6Client) -> None:
    await six.reissues()
    await six.tell("shape", shape="bare")
    assert (await six.get(f"/enrollments/{ADAS}"))["status"] == "inactive"
    assert (await six.get(f"/enrollments/{ADAS_NEXT}"))["plan_year_id"] == "plyr_juniper_2026"


async def test_what_a_reissue_of_an_extra_enrollment_opens_is_in_no_documented_dialect(six: Connect6Client) -> None:
    assert (await six.reissues("enrl_theo_brandt_vpc", json={})).status_code == 200
    assert (await six.answer("/v1/enrollments/enrl_theo_brandt_vpc_r1")).status_code == 200
    await six.tell("shape", shape="bare")
    assert (await six.answer("/v1/enrollments/enrl_theo_brandt_vpc_r1")).status_code == 404


async def test_a_reissue_of_a_documented_server_is_closed_in_connect_6(six: Connect6Client) -> None:
    await six.tell("shape", shape="data")
    assert (await six.reissue(ADAS, ADAS_EVENT)).status_code == 200
    await six.tell("shape", shape="connect-6")
    assert (await six.data(f"/v1/enrollments/{ADAS}"))["terminated_at"]
    assert (await six.told_of("ada_lovelace"))[ADAS_NEXT]["election_status"] == "Pending"


async def test_the_employee_answers_in_the_new_enrollment(six: Connect6Client) -> None:
    await six.reissues()
    await six.tell("elect", enrollment_id=ADAS_NEXT, plan_id="plan_silver_hmo", tier="ES")
    new = (await six.told_of("ada_lovelace"))[ADAS_NEXT]
    assert [new[name] for name in ("election_status", "plan_name", "tier_name")] == [
        *("Enrolled", "Silver HMO", "Employee + Spouse"),
    ]
    one = await six.data(f"/v1/enrollments/{ADAS_NEXT}")
    assert (one["status"], one["answered_at"]) == ("enrolled", new["answered_at"])
    created, answered = (datetime.fromisoformat(one[name]) for name in ("created_at", "answered_at"))
    assert timedelta(0) < answered - created < timedelta(minutes=30)


@pytest.mark.parametrize(
    ("enrollment", "event", "code"),
    [
        (ADAS, None, "qualifying_life_event_required"),
        (ADAS, "qle_nothing", "qualifying_life_event_not_found"),
        (ADAS, "qle_vera_lindholm_birth", "qualifying_life_event_of_another_member"),
        ("enrl_ines_costa_medical", "qle_ines_costa_divorce", "qualifying_life_event_not_approved"),
        ("enrl_kofi_mensah_medical", "qle_kofi_mensah_birth", "qualifying_life_event_not_approved"),
        ("enrl_lucia_ferrari_medical", "qle_lucia_ferrari_marriage", "qualifying_life_event_already_used"),
        ("enrl_iris_novak_vision", "qle_iris_novak_marriage", "plan_year_ends_this_month"),
        ("enrl_dora_klein_medical", "qle_dora_klein_medicare_entitlement", "enrollment_already_closed"),
    ],
)
async def test_a_reissue_that_is_not_allowed_is_refused_with_a_code_and_changes_nothing(
    six: Connect6Client, enrollment: str, event: str | None, code: str
) -> None:
    body = {"reason": "Why not"} | ({"qualifying_life_event_id": event} if event else {})
    answer = await six.reissues(enrollment, json=body)
    assert (answer.status_code, answer.json()["app_error_code"], set(answer.json())) == (422, code, ERROR)
    assert answer.json()["error"] == answer.json()["message"]
    assert (six.api.world.reissues, six.state.violations) == ([], [])


@pytest.mark.parametrize(
    ("enrollment", "body"),
    [
        ("enrl_theo_brandt_vpc", {}),
        ("enrl_vera_lindholm_2_dental", {"qualifying_life_event_id": "qle_vera_lindholm_birth"}),
        ("enrl_paul_ozturk_medical", {"qualifying_life_event_id": "qle_paul_ozturk_birth"}),
        ("enrl_lucia_ferrari_medical", {"qualifying_life_event_id": "qle_lucia_ferrari_adoption"}),
    ],
    ids=["no event needed", "an event of the other employment", "expired", "another event than the used one"],
)
async def test_a_reissue_that_is_allowed_takes_effect(six: Connect6Client, enrollment: str, body: Any) -> None:  # noqa: ANN401 - JSON
    answer = await six.reissues(enrollment, json=body)
    assert answer.json() == {"data": {"enrollment_id": f"{enrollment}_r1"}}
    assert (await six.data(f"/v1/enrollments/{enrollment}_r1"))["status"] == "pending"


async def test_open_enrollment_needs_no_event_until_it_ends(six: Connect6Client) -> None:
    assert (await six.reissues("enrl_tom_becker_medical", json={})).status_code == 422
    await six.tell("plan-year", plan_year_id="plyr_juniper_2026", is_open_enrollment=True)
    assert not (await six.told_of("tom_becker"))["enrl_tom_becker_medical"]["requires_qle_for_reissue"]
    assert (await six.reissues("enrl_tom_becker_medical", json={})).status_code == 200
    six.state.plan_years["plyr_juniper_2026"] = PlanYear(TODAY + timedelta(days=90))
    assert (await six.reissues("enrl_tom_becker_dental", json={})).status_code == 422


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"qle_id": ADAS_EVENT}, "wrong name in the body"),
        ({"qle_id": ADAS_EVENT, **BY_EVENT}, "wrong name in the body"),
        ({**BY_EVENT, "qle_id": ADAS_EVENT}, "wrong name in the body"),
        ({**BY_EVENT, "note": "x"}, "wrong name in the body"),
        ({"qualifying_life_event_id": None}, "null in the body"),
        ({**BY_EVENT, "reason": None}, "null in the body"),
        ({**BY_EVENT, "ticket_number": None}, "null in the body"),
    ],
)
async def test_a_body_that_no_bot_should_send_is_refused_and_recorded(
    six: Connect6Client, body: dict[str, str | None], rule: str
) -> None:
    answer = await six.reissues(json=body)
    assert (answer.status_code, six.api.world.reissues) == (422, [])
    (violation,) = (await six.http.get("/sandbox/benefits/violations")).json()["violations"]
    assert (violation["rule"], violation["path"]) == (rule, f"/v1/enrollments/{ADAS}/reissue")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**BY_EVENT, "reason": "x" * 501}, 422),
        ({**BY_EVENT, "reason": 7}, 422),
        ([], 400),
    ],
)
async def test_a_body_with_a_wrong_value_is_refused_but_breaks_no_rule(
    six: Connect6Client, body: object, status: int
) -> None:
    assert ((await six.reissues(json=body)).status_code, six.state.violations) == (status, [])


async def test_a_body_with_all_three_fields_is_taken(six: Connect6Client) -> None:
    body = {**BY_EVENT, "reason": "x" * 500, "ticket_number": "HR-7"}
    assert ((await six.reissues(json=body)).status_code, six.state.violations) == (200, [])
    (effect,) = six.api.world.reissues
    assert [effect[name] for name in ("qle_id", "reason", "ticket_number")] == [ADAS_EVENT, "x" * 500, "HR-7"]


async def test_an_enrollment_that_is_not_there_is_a_404_before_the_body_is_read(six: Connect6Client) -> None:
    answer = await six.reissues("enrl_nobody", json={"qle_id": ADAS_EVENT})
    assert (answer.status_code, answer.json()["app_error_code"], six.state.violations) == (404, "not_found", [])
