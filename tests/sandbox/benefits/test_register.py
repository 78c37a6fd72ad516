"""The benefits system as a person sees it: the records before and after a reissue, in every dialect."""

from typing import Any

import pytest

from sandbox.benefits.register import SHOWN
from sandbox.benefits.world import Shape
from tests.sandbox.benefits.conftest import BenefitsClient

pytestmark = pytest.mark.anyio

GRACE, BIRTH = "enrl_grace_mwangi_medical", "qle_grace_mwangi_birth"
SHAPES: tuple[Shape, ...] = ("bare", "data", "connect-6")


async def looked_up(client: BenefitsClient, find: str = "") -> Any:  # noqa: ANN401 - JSON
    return (await client.http.get("/sandbox/benefits/register", params={"find": find})).json()


async def grace(client: BenefitsClient) -> Any:  # noqa: ANN401 - JSON
    [found] = (await looked_up(client, "grace"))["employees"]
    return found


async def reissue(client: BenefitsClient, shape: Shape) -> None:
    if shape == "connect-6":
        body = {"qualifying_life_event_id": BIRTH, "reason": "Her son was born", "ticket_number": "1"}
        await client.http.post(f"/benefits/v1/enrollments/{GRACE}/reissue", json=body)
    else:
        await client.reissue(GRACE, BIRTH, reason="Her son was born")


@pytest.mark.parametrize("shape", SHAPES)
async def test_before_a_reissue_it_shows_what_is_recorded(client: BenefitsClient, shape: Shape) -> None:
    client.api.world.shape = shape
    found = await grace(client)
    assert (found["name"], found["employer"], found["left"], found["last_reissue"]) == (
        "Grace Mwangi",
        "Halvorsen Freight",
        None,
        0,
    )
    gold = found["enrollments"][0]
    assert gold == {
        "id": GRACE,
        "product": "Major Medical",
        "plan": "Gold PPO",
        "tier": "EF",
        "status": "enrolled",
        "starts": "2026-01-01",
        "ends": "2026-12-31",
        "employee_cents": 35140,
        "employer_cents": 114800,
        "covered": ["Peter Mwangi", "Wanjiru Mwangi", "Otieno Mwangi", "Njeri Mwangi"],
        "opened_by": None,
        "closed_by": None,
    }
    assert [(event["kind"], event["status"]) for event in found["events"]] == [
        ("Birth", "approved"),
        ("Marriage", "approved"),
        ("Divorce", "denied"),
        ("Job Loss", "pending"),
    ]


@pytest.mark.parametrize("shape", SHAPES)
async def test_after_a_reissue_the_new_enrollment_stands_before_the_closed_one(
    client: BenefitsClient, shape: Shape
) -> None:
    client.api.world.shape = shape
    await reissue(client, shape)
    new, old = (await grace(client))["enrollments"][:2]
    assert (new["id"], new["status"], new["plan"], new["starts"]) == (f"{GRACE}_r1", "pending", None, "2026-11-24")
    assert (old["id"], old["status"], old["plan"], old["ends"]) == (GRACE, "inactive", "Gold PPO", "2026-11-23")
    assert new["opened_by"] == old["closed_by"]
    assert (new["opened_by"]["enrollment_id"], new["opened_by"]["reason"]) == (GRACE, "Her son was born")
    assert (new["closed_by"], old["opened_by"]) == (None, None)
    await client.tell("elect", enrollment_id=new["id"], tier="EC")
    chosen = (await grace(client))["enrollments"][0]
    assert (chosen["status"], chosen["plan"], chosen["covered"]) == (
        "enrolled",
        "Gold PPO",
        ["Wanjiru Mwangi", "Otieno Mwangi", "Njeri Mwangi"],
    )


async def test_a_reissue_that_did_not_take_effect_is_not_there(client: BenefitsClient) -> None:
    client.fault("error_before", "reissue", status=500)
    await client.reissue(GRACE, BIRTH)
    assert (await grace(client))["enrollments"][0]["status"] == "enrolled"
    client.fault("error_after", "reissue", status=500)
    await client.reissue(GRACE, BIRTH)
    assert (await grace(client))["enrollments"][0]["status"] == "pending"


async def test_the_last_reissue_comes_first_and_the_others_by_name(client: BenefitsClient) -> None:
    await client.reissue(GRACE, BIRTH)
    await client.reissue("enrl_tom_becker_medical", "qle_none")
    await client.reissue("enrl_yusuf_demir_medical", "qle_yusuf_demir_birth")
    names = [employee["name"] for employee in (await looked_up(client))["employees"]]
    assert names[:4] == ["Yusuf Demir", "Grace Mwangi", "Ada Lovelace", "Al *Bold* _Jones_ `x`"]


@pytest.mark.parametrize(
    ("find", "names"),
    [
        ("SEAN o'br", ["Seán O'Brien"]),
        ("garcia halv", ["Maria Garcia"]),
        ("lukasz", []),
        ("小明", ["小明 王"]),
        ("nobody", []),
    ],
)
async def test_names_and_employers_are_searched_without_case_and_accents(
    client: BenefitsClient, find: str, names: list[str]
) -> None:
    found = await looked_up(client, find)
    assert ([employee["name"] for employee in found["employees"]], found["found"], found["total"]) == (
        names,
        len(names),
        40,
    )


async def test_connect_6_has_its_own_people_and_only_the_organizations_that_the_key_reaches(
    client: BenefitsClient,
) -> None:
    assert (await looked_up(client, "novak"))["found"] == 0
    client.api.world.shape = "connect-6"
    assert (await looked_up(client, "novak"))["employees"][0]["enrollments"][0]["product"] == "Vision"
    assert (await looked_up(client, "harmon"))["found"] == 0
    await client.tell("organizations", reach=["org_brightside", "org_lakeside"])
    assert (await looked_up(client, "harmon"))["found"] == 1


async def test_an_answer_has_a_limit_and_says_how_many_there_are(client: BenefitsClient) -> None:
    employees = client.api.world.employees
    employees |= {f"empl_{n}": employees["empl_grace_mwangi"] | {"id": f"empl_{n}"} for n in range(100)}
    found = await looked_up(client)
    assert (len(found["employees"]), found["found"], found["total"]) == (SHOWN, 140, 140)
