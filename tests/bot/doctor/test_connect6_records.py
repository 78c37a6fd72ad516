"""Doctor's check of the records of connect-6: which are read, and what is said about unreadable ones."""

from collections.abc import AsyncIterator

import pytest

from benefits.contract import Contract
from bot.doctor.finding import Check, Finding, State
from bot.doctor.sample import NO_EMPLOYEE, SHOW_THEM
from sandbox.benefits.world import World
from tests.bot.doctor.checkup import checked, only
from tests.office import Office, open_office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        office.sandbox.benefits.world.shape = "connect-6"
        yield office


@pytest.fixture
def world(office: Office) -> World:
    return office.sandbox.benefits.world


async def examined(office: Office, database_url: str, check: Check = Check.VITABLE_RECORDS) -> Finding:
    """What a check finds."""
    return only(await checked(office, database_url, vitable_connect_contract=Contract.CONNECT_6), check)


async def test_people_their_employments_enrollments_and_events_are_read(
    office: Office, world: World, one_database_url: str
) -> None:
    finding = await examined(office, one_database_url)
    assert (finding.state, finding.says) == (State.OK, "46 members, 5 employees, 3 enrollments, 1 life event")
    calls = {made["call"] for made in await office.calls("benefits")}
    lists = {"employers", "members", "employments", "member_enrollments", "enrollments", "events"}
    assert (calls, world.connect6.violations) == ({*lists, "employee", "enrollment"}, [])


async def test_each_kind_of_record_is_counted_with_its_wrong_fields_and_never_quoted(
    office: Office, world: World, one_database_url: str
) -> None:
    world.connect6.odd |= {
        "mbr_zoe_young": {"id": "Zoë"},
        list(world.employees)[1]: {"id": "Grace"},
        "enrl_ada_lovelace_medical": {"created_at": "once", "product_code": None},
        "qle_ada_lovelace_birth": {"status": ""},
    }
    finding = await examined(office, one_database_url)
    assert finding.says.split("; ") == [
        "1 of 46 members cannot be read: id",
        "1 of 5 employees cannot be read: id",
        "1 of 3 enrollments cannot be read: created_at, product_code",
        "1 of 1 life event cannot be read: status",
    ]
    assert (finding.state, finding.remedy) == (State.FAILED, SHOW_THEM)


async def test_a_directory_without_an_employee_is_a_warning(
    office: Office, world: World, one_database_url: str
) -> None:
    world.employees.clear()
    world.connect6.employees.clear()
    finding = await examined(office, one_database_url)
    assert (finding.state, finding.remedy) == (State.WARNING, NO_EMPLOYEE)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("members", "members: The API key has no access to this"),
        ("employments", "employees: The API key has no access to this"),
        ("member_enrollments", "enrollments: The API key has no access to this"),
        ("enrollment", "one enrollment: The API key has no access to this"),
    ],
)
async def test_a_call_that_is_refused_is_told_with_what_to_do(
    office: Office, one_database_url: str, call: str, says: str
) -> None:
    await office.fault("benefits", call, "refuse", status=403, message="Ada Lovelace", times=None)
    finding = await examined(office, one_database_url)
    assert (finding.state, finding.says.startswith(says)) == (State.FAILED, True), finding
    assert "give this key access" in str(finding.remedy)


async def test_the_employers_that_the_key_reaches_are_counted(
    office: Office, world: World, one_database_url: str
) -> None:
    key = await examined(office, one_database_url, Check.VITABLE_KEY)
    assert (key.state, key.says) == (State.OK, "Practice server on this machine (127.0.0.1), 3 employers")
    world.employers.clear()
    key = await examined(office, one_database_url, Check.VITABLE_KEY)
    assert (key.state, key.says.endswith("reaches no employer")) == (State.FAILED, True)
