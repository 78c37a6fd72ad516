"""Odd records: one may never hide the others."""

from typing import Any

import pytest

from tests.sandbox.benefits.connect6.calls import ADAS, ADAS_EVENT, Connect6Client

pytestmark = pytest.mark.anyio


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
