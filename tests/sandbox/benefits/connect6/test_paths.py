"""Each dialect has its own paths and people; those of another are not there."""

import pytest

from sandbox.benefits.world import Shape
from tests.sandbox.benefits.connect6.calls import ADAS, ADAS_EVENT, Connect6Client

pytestmark = pytest.mark.anyio

EXTRA = ("theo_brandt", "vera_lindholm", "iris_novak", "paul_ozturk", "lucia_ferrari", "wes_harmon", "gus_keller")


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
