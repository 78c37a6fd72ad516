"""Doctor's check of the contract: which one the server speaks, which setting to change, and for which organization."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from benefits.api_key import ApiKey
from benefits.connect6.client import Connect6
from benefits.connection import Server
from benefits.contract import Contract
from bot.doctor.finding import Check, Finding, State
from bot.doctor.organizations import organizations_to_choose_from
from bot.doctor.report import exit_code
from sandbox.benefits.world import Shape, World
from tests.bot.doctor.checkup import checked, only
from tests.office import Office, open_office

pytestmark = pytest.mark.anyio

BRIGHTSIDE, LAKESIDE = "org_brightside", "org_lakeside"
CONNECT_6: dict[str, Any] = {"vitable_connect_contract": Contract.CONNECT_6}
OF_VITABLE = (Check.VITABLE_CONTRACT, Check.VITABLE_KEY, Check.VITABLE_RECORDS)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


@pytest.fixture
def world(office: Office) -> World:
    return office.sandbox.benefits.world


def states(findings: list[Finding]) -> list[State]:
    """The states of the checks that read from the server."""
    return [only(findings, check).state for check in OF_VITABLE]


@pytest.mark.parametrize("contract", list(Contract))
async def test_the_contract_that_server_and_bot_speak_is_named_and_the_rest_is_checked(
    office: Office, world: World, one_database_url: str, contract: Contract
) -> None:
    world.shape = "data" if contract is Contract.DOCUMENTED else "connect-6"
    findings = await checked(office, one_database_url, vitable_connect_contract=contract)
    assert (only(findings, Check.VITABLE_CONTRACT).says, states(findings)) == (contract, [State.OK] * 3)
    assert {made["method"] for made in await office.calls("benefits")} == {"GET"}
    assert world.connect6.violations == []


@pytest.mark.parametrize(
    ("contract", "shape", "spoken"),
    [
        (Contract.DOCUMENTED, "connect-6", Contract.CONNECT_6),
        (Contract.CONNECT_6, "bare", Contract.DOCUMENTED),
        (Contract.CONNECT_6, "data", Contract.DOCUMENTED),
    ],
)
async def test_another_contract_is_told_with_the_setting_and_nothing_else_is_judged(
    office: Office, world: World, one_database_url: str, contract: Contract, shape: Shape, spoken: Contract
) -> None:
    world.shape = shape
    findings = await checked(office, one_database_url, vitable_connect_contract=contract)
    finding = only(findings, Check.VITABLE_CONTRACT)
    assert states(findings) == [State.FAILED, State.NOT_CHECKED, State.NOT_CHECKED]
    assert finding.says == f"the server speaks {spoken}, but the bot {contract}"
    assert finding.remedy == f"Set VITABLE_CONNECT_CONTRACT={spoken}."
    assert only(findings, Check.VITABLE_KEY).says == "not looked at: vitable_contract comes first"
    assert exit_code(findings) == 1


async def test_the_organization_that_the_documented_contract_lacks_is_to_be_unset(
    office: Office, one_database_url: str
) -> None:
    settings = CONNECT_6 | {"vitable_connect_organization": BRIGHTSIDE}
    finding = only(await checked(office, one_database_url, **settings), Check.VITABLE_CONTRACT)
    assert finding.remedy == "Set VITABLE_CONNECT_CONTRACT=documented, and unset VITABLE_CONNECT_ORGANIZATION."


async def test_a_key_of_several_organizations_still_tells_the_contract(
    office: Office, world: World, one_database_url: str
) -> None:
    world.shape, world.connect6.reach = "connect-6", (BRIGHTSIDE, LAKESIDE)
    finding = only(await checked(office, one_database_url), Check.VITABLE_CONTRACT)
    assert (finding.state, finding.remedy) == (State.FAILED, "Set VITABLE_CONNECT_CONTRACT=connect-6.")


@pytest.mark.parametrize("contract", list(Contract))
async def test_answers_that_do_not_tell_are_a_warning_and_the_rest_is_checked(
    office: Office, world: World, one_database_url: str, contract: Contract
) -> None:
    world.shape = "data" if contract is Contract.DOCUMENTED else "connect-6"
    await office.fault("benefits", "employers", "refuse", status=418, message="I am a teapot")
    findings = await checked(office, one_database_url, vitable_connect_contract=contract)
    told = only(findings, Check.VITABLE_CONTRACT)
    assert (told.says, states(findings)) == (
        "the server does not tell: I am a teapot",
        [State.WARNING, State.OK, State.OK],
    )
    assert "VITABLE_CONNECT_CONTRACT" in str(told.remedy)


async def test_a_key_that_is_refused_is_no_question_of_the_contract(
    office: Office, world: World, one_database_url: str
) -> None:
    world.shape = "connect-6"
    await office.fault("benefits", "employers", "refuse", status=401)
    findings = await checked(office, one_database_url)
    assert states(findings) == [State.NOT_CHECKED, State.FAILED, State.NOT_CHECKED]


@pytest.mark.parametrize(
    ("reach", "named", "says"),
    [
        ((BRIGHTSIDE, LAKESIDE), None, "reaches several organizations, and VITABLE_CONNECT_ORGANIZATION names none"),
        ((BRIGHTSIDE, LAKESIDE), "org_a/b", "VITABLE_CONNECT_ORGANIZATION is no id that the server takes"),
        ((BRIGHTSIDE, LAKESIDE), "org_other", "does not reach org_other"),
    ],
)
async def test_the_organizations_to_choose_from_are_named_with_the_setting(
    office: Office, world: World, one_database_url: str, reach: tuple[str, ...], named: str | None, says: str
) -> None:
    world.shape, world.connect6.reach = "connect-6", reach
    findings = await checked(office, one_database_url, **CONNECT_6, vitable_connect_organization=named)
    key = only(findings, Check.VITABLE_KEY)
    assert states(findings) == [State.OK, State.FAILED, State.NOT_CHECKED]
    assert key.says.endswith(f"the key is good, but {says}")
    assert key.remedy == (
        "Set VITABLE_CONNECT_ORGANIZATION to org_brightside (Brightside Benefits) or org_lakeside (Lakeside Partners)."
    )


async def test_without_a_readable_list_of_organizations_the_setting_is_named_all_the_same(
    office: Office, world: World, one_database_url: str
) -> None:
    world.shape, world.connect6.reach = "connect-6", (BRIGHTSIDE, LAKESIDE)
    await office.fault("benefits", "organizations", "error_before", status=500, times=None)
    key = only(await checked(office, one_database_url, **CONNECT_6), Check.VITABLE_KEY)
    assert str(key.remedy).startswith("Set VITABLE_CONNECT_ORGANIZATION to the id (org_…) of your organization")


async def test_of_many_organizations_the_first_are_named_and_no_name_can_write_to_the_terminal() -> None:
    rows = [{"id": f"org_{number}", "name": f"\x1b[31mNumber {number}"} for number in range(1, 24)]

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"organizations": rows, "total": len(rows)})

    server = Server(
        base_url="https://vitable", api_key=ApiKey("key"), timeout=1.0, transport=httpx.MockTransport(answer)
    )
    benefits = Connect6(server)
    remedy = await organizations_to_choose_from(benefits, 1.0)
    await benefits.aclose()
    assert remedy.startswith("Set VITABLE_CONNECT_ORGANIZATION to org_1 ([31mNumber 1), org_2 ")
    assert remedy.endswith(" or org_20 ([31mNumber 20) (and 3 more).")
