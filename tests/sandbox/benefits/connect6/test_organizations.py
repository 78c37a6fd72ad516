"""For which organization a call acts: the header, and what a key may reach."""

from typing import Any

import pytest

from sandbox.benefits.connect6_state import BRIGHTSIDE, LAKESIDE
from tests.sandbox.benefits.connect6.calls import ADAS, Connect6Client

pytestmark = pytest.mark.anyio

HEADER = "X-Vitable-Organization"
TAKING = (
    *("/v1/employers", "/v2/members", f"/v1/enrollments/{ADAS}", "/v1/members/mbr_ada_lovelace/enrollments"),
    *("/v1/members/mbr_ada_lovelace/employments", "/v1/members/mbr_ada_lovelace/qualifying-life-events"),
)
NOT_TAKING = (
    *("/v1/employees/empl_ada_lovelace", "/v1/employees/empl_ada_lovelace/enrollments", "/v1/organizations"),
    *("/v1/plans", "/v1/webhook-events"),
)


async def reach_both(six: Connect6Client) -> None:
    """Let the key reach two organizations."""
    assert (await six.tell("organizations", reach=[BRIGHTSIDE, LAKESIDE]))["ok"]


async def code(six: Connect6Client, path: str, organization: str | None = None) -> tuple[int, str | None]:
    """The status of the answer, and its error code."""
    headers = {HEADER: organization} if organization else {}
    answer = await six.answer(path, headers=headers)
    return answer.status_code, answer.json().get("app_error_code")


@pytest.mark.parametrize("path", TAKING)
async def test_a_key_of_one_organization_needs_no_header_and_may_send_its_own(six: Connect6Client, path: str) -> None:
    assert await code(six, path) == (200, None)
    assert await code(six, path, BRIGHTSIDE) == (200, None)
    assert await code(six, path, "brightside") == (400, "invalid_organization_header")
    assert await code(six, path, LAKESIDE) == (403, "organization_access_denied")


@pytest.mark.parametrize("path", TAKING)
async def test_a_key_of_two_organizations_has_to_name_one(six: Connect6Client, path: str) -> None:
    await reach_both(six)
    assert await code(six, path) == (400, "organization_required")
    assert await code(six, path, BRIGHTSIDE) == (200, None)
    assert await code(six, path, "org_other") == (403, "organization_access_denied")


async def test_a_reissue_needs_the_header_as_well_and_has_no_effect_without_it(six: Connect6Client) -> None:
    await reach_both(six)
    assert (await six.reissues()).json()["app_error_code"] == "organization_required"
    assert (await six.reissues(headers={HEADER: LAKESIDE})).status_code == 404
    assert six.api.world.reissues == []
    assert (await six.reissues(headers={HEADER: BRIGHTSIDE})).status_code == 200


async def test_each_organization_has_its_own_people(six: Connect6Client) -> None:
    assert await six.data("/v2/members", search="harmon") == []
    await reach_both(six)
    listed: dict[str, Any] = {}
    for organization in (BRIGHTSIDE, LAKESIDE):
        headers = {HEADER: organization}
        members = (await six.answer("/v2/members", params={"search": "a"}, headers=headers)).json()["data"]
        employers = (await six.answer("/v1/employers", headers=headers)).json()["data"]
        listed[organization] = ({row["last_name"] for row in members}, [row["employer_id"] for row in employers])
    names, employers = listed[LAKESIDE]
    assert (names, employers) == ({"Harmon"}, ["empr_lakeside"])
    assert "Harmon" not in listed[BRIGHTSIDE][0]
    assert (await six.data("/v1/employees/empl_wes_harmon"))["employer_name"] == "Lakeside Nurseries"


@pytest.mark.parametrize(
    ("hidden", "missing"),
    [
        ("/v1/enrollments/enrl_wes_harmon_medical", "/v1/enrollments/enrl_nobody"),
        ("/v1/employees/empl_wes_harmon", "/v1/employees/empl_nobody"),
        ("/v1/members/mbr_wes_harmon/enrollments", "/v1/members/mbr_nobody/enrollments"),
    ],
)
async def test_what_belongs_to_another_organization_is_refused_as_what_does_not_exist(
    six: Connect6Client, hidden: str, missing: str
) -> None:
    answers = [await six.answer(path) for path in (hidden, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    first, second = (answer.json() | {"timestamp": None, "trace_id": None} for answer in answers)
    assert first == second


@pytest.mark.parametrize("path", NOT_TAKING)
async def test_other_calls_do_not_take_the_header_and_a_bot_that_sends_it_is_recorded(
    six: Connect6Client, path: str
) -> None:
    await reach_both(six)
    assert await code(six, path) == (200, None)
    assert six.rules_broken() == []
    assert await code(six, path, BRIGHTSIDE) == (200, None)
    assert six.rules_broken() == ["header not taken here"]


async def test_the_organizations_are_listed_with_their_number(six: Connect6Client) -> None:
    await reach_both(six)
    answer = (await six.answer("/v1/organizations")).json()
    assert ([one["id"] for one in answer["organizations"]], answer["total"]) == ([BRIGHTSIDE, LAKESIDE], 2)


@pytest.mark.parametrize("reach", [[], ["org_other"], "org_brightside", None])
async def test_a_reach_that_the_sandbox_does_not_have_is_refused_with_a_sentence(
    six: Connect6Client, reach: object
) -> None:
    assert "org_lakeside" in (await six.tell("organizations", reach=reach))["message"]


async def test_the_key_is_asked_for_before_the_organization(six: Connect6Client) -> None:
    await reach_both(six)
    assert (await six.answer("/v2/members", headers={"Authorization": "Bearer x"})).status_code == 401
