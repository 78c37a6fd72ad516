"""The faults of the sandbox strike connect-6 as they strike the documented dialects."""

import httpx
import pytest

from sandbox.benefits.budget import Budget
from tests.patience import eventually
from tests.sandbox.benefits.connect6.calls import ADAS, ADAS_EVENT, Connect6Client

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("kind", "status", "effects"),
    [
        ("slow", 200, 1),
        ("ratelimited", 429, 0),
        ("error_before", 500, 0),
        ("error_after", 500, 1),
        ("hang", 200, 1),
        ("refuse", 422, 0),
        ("unreadable", 200, 1),
        ("html_error", 502, 0),
        ("bom", 200, 1),
    ],
)
async def test_a_fault_of_the_reissue_answers_and_takes_effect_as_its_kind_says(
    six: Connect6Client, kind: str, status: int, effects: int
) -> None:
    six.fault(kind, "reissue", seconds=0.01)
    assert ((await six.reissues()).status_code, len(six.api.world.reissues)) == (status, effects)
    assert len(six.state.webhook_events) == 2 * effects


@pytest.mark.parametrize(("kind", "effects"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_drop_closes_the_connection_without_a_byte(six: Connect6Client, kind: str, effects: int) -> None:
    six.fault(kind, "reissue")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await six.reissues()
    assert len(six.api.world.reissues) == effects


async def test_a_late_reissue_takes_effect_by_its_own_dialect_even_if_another_was_switched_on(
    six: Connect6Client,
) -> None:
    six.fault("hang", "reissue", seconds=0.2)
    with pytest.raises(httpx.ReadTimeout):
        await six.reissues(timeout=0.05)
    await six.tell("shape", shape="bare")
    await eventually(lambda: six.api.world.reissues, "the late effect")
    assert six.state.webhook_events


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ("employers", "/v1/employers"),
        ("members", "/v2/members"),
        ("employments", "/v1/members/mbr_ada_lovelace/employments"),
        ("member_enrollments", "/v1/members/mbr_ada_lovelace/enrollments"),
        ("events", "/v1/members/mbr_ada_lovelace/qualifying-life-events"),
        ("employee", "/v1/employees/empl_ada_lovelace"),
        ("enrollments", "/v1/employees/empl_ada_lovelace/enrollments"),
        ("enrollment", f"/v1/enrollments/{ADAS}"),
        ("organizations", "/v1/organizations"),
        ("webhook_events", "/v1/webhook-events"),
    ],
)
async def test_each_call_can_be_struck_by_its_name(six: Connect6Client, call: str, path: str) -> None:
    six.fault("error_before", call)
    assert [(await six.answer(path)).status_code for _ in range(2)] == [500, 200]


async def test_a_colleagues_reissue_beside_ours_opens_an_enrollment_of_its_own(six: Connect6Client) -> None:
    six.fault("error_before", "reissue")
    assert (await six.reissues()).status_code == 500
    theirs = await six.reissues(json={"qualifying_life_event_id": ADAS_EVENT, "reason": "By phone"})
    assert theirs.json()["data"]["enrollment_id"] in await six.told_of("ada_lovelace")
    assert (await six.reissues()).json()["app_error_code"] == "enrollment_already_closed"


async def test_a_colleague_can_change_an_enrollment(six: Connect6Client) -> None:
    await six.tell("touch", enrollment_id=ADAS, coverage_tier="ES", employee_contribution_cents=100)
    row = (await six.told_of("ada_lovelace"))[ADAS]
    assert (row["tier_name"], row["employee_deduction_in_cents"]) == ("Employee + Spouse", 100)


async def test_a_spent_budget_answers_429(six: Connect6Client) -> None:
    six.api.world.budget = Budget(calls_allowed=1, seconds=3600)
    assert [(await six.answer("/v2/members")).status_code for _ in range(2)] == [200, 429]
