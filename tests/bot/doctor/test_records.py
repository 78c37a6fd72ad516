"""Doctor's check of Vitable's records: which are read, and what is said about unreadable ones."""

from collections.abc import AsyncIterator

import pytest

from benefits.client import VitableConnect
from bot.doctor.finding import Check, Finding, State
from bot.doctor.reads import EMPLOYEES
from bot.doctor.records import examine_records
from bot.vitable import vitable_connect
from sandbox.benefits.world import Record, Shape, World
from tests.bot.doctor.checkup import checked, only
from tests.office import Office, open_office, settings_for
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

SUPPORT = "Ask Vitable's support to look at these records; the bot's log names their ids."


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


@pytest.fixture
def world(office: Office) -> World:
    return office.sandbox.benefits.world


class Examination:
    """Examines the office, and counts which calls that took."""

    def __init__(self, office: Office, database_url: str) -> None:
        self._office = office
        self._database_url = database_url

    async def finding(self) -> Finding:
        """The finding about the records."""
        return only(await checked(self._office, self._database_url), Check.VITABLE_RECORDS)

    async def calls(self, call: str) -> int:
        """How often the benefits API was asked for something."""
        return len(await self._office.calls("benefits", call))


@pytest.fixture
def examined(office: Office, one_database_url: str) -> Examination:
    return Examination(office, one_database_url)


def of_ada(records: dict[str, Record]) -> Record:
    """A record of the first employee of the first employer."""
    return next(record for name, record in records.items() if "ada_lovelace" in name)


def odd_member(employee: Record) -> None:
    """Give an employee a member whose id has a form that the bot cannot read."""
    employee["member"] = {**employee["member"], "id": "a member of another kind"}


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_an_employee_with_enrollments_and_events_is_read(
    world: World, examined: Examination, shape: Shape
) -> None:
    world.shape = shape
    finding = await examined.finding()
    assert (finding.state, finding.says) == (State.OK, "18 employees, 3 enrollments, 1 life event")


async def test_a_record_that_cannot_be_read_is_counted_with_its_fields_and_never_quoted(
    world: World, examined: Examination
) -> None:
    odd_member(of_ada(world.employees))
    finding = await examined.finding()
    assert (finding.state, finding.says) == (State.WARNING, "1 of 18 employees cannot be read: member.id")
    assert finding.remedy == SUPPORT


async def test_a_record_without_an_id_is_counted_too(world: World, examined: Examination) -> None:
    of_ada(world.employees)["id"] = None
    assert (await examined.finding()).says == "1 of 18 employees cannot be read: id"


async def test_each_kind_of_record_is_checked_and_a_kind_without_a_readable_one_fails(
    world: World, examined: Examination
) -> None:
    world.employers["empr_okami"]["id"] = "okami"
    of_ada(world.enrollments).update(plan_year_id=None, status="")
    of_ada(world.events).update(status=None)
    finding = await examined.finding()
    assert (finding.state, finding.remedy) == (State.FAILED, SUPPORT)
    assert finding.says.split("; ") == [
        "1 of 3 employers cannot be read: id",
        "1 of 3 enrollments cannot be read: plan_year_id, status",
        "1 of 1 life event cannot be read: status",
    ]


async def test_an_api_of_nothing_but_unreadable_records_is_asked_no_more_than_any_other(
    world: World, examined: Examination
) -> None:
    for employee in world.employees.values():
        odd_member(employee)
    assert (await examined.finding()).says == "40 of 40 employees cannot be read: member.id"
    assert (await examined.calls("employees"), await examined.calls("employee")) == (3, 0)


async def test_an_employer_without_employees_is_passed_over(world: World, examined: Examination) -> None:
    for employee in world.employees.values():
        if employee["employer_id"] == "empr_juniper":
            employee["employer_id"] = "empr_okami"
    assert (await examined.finding()).says.startswith("15 employees, ")


async def test_a_few_employees_are_tried_until_one_has_an_enrollment(world: World, examined: Examination) -> None:
    world.enrollments.clear()
    finding = await examined.finding()
    assert (finding.state, finding.says) == (State.OK, "18 employees, 0 enrollments, 1 life event")
    assert await examined.calls("enrollments") == EMPLOYEES


async def test_a_key_that_reaches_no_employee_is_a_warning(world: World, examined: Examination) -> None:
    world.employees.clear()
    finding = await examined.finding()
    assert (finding.state, "no employee" in finding.says) == (State.WARNING, True)


@pytest.mark.parametrize(
    ("call", "kind", "status", "says", "remedy"),
    [
        ("employees", "refuse", 403, "employees: The API key has no access to this", "give this key access"),
        ("enrollments", "refuse", 404, "enrollments: The benefits API has nothing under this id (404)", SUPPORT),
        ("enrollment", "refuse", 422, "one enrollment: The benefits API refused the call (422)", "trace id: "),
        ("employee", "html_error", 200, "one employee: The benefits API answered something that is", SUPPORT),
        ("events", "error_before", 500, "life events: The benefits API answered that it has a problem", "some minutes"),
    ],
)
async def test_a_failed_call_is_reported_once_in_our_words_and_the_rest_is_checked(
    office: Office, examined: Examination, call: str, kind: str, status: int, says: str, remedy: str
) -> None:
    message = "Ada Lovelace was born in 1815"
    await office.fault("benefits", call, kind, status=status, message=message, times=None)
    finding = await examined.finding()
    assert (finding.state, finding.says.count(says), finding.says.count(call)) == (State.FAILED, 1, 1), finding
    assert remedy in str(finding.remedy)
    assert "Lovelace" not in finding.says
    assert bool(await examined.calls("events")) is (call != "employees")


async def test_one_employer_out_of_reach_does_not_hide_the_others(office: Office, examined: Examination) -> None:
    await office.fault("benefits", "employees", "refuse", status=403)
    assert (await examined.finding()).state is State.FAILED
    assert (await examined.calls("employees"), await examined.calls("events") > 0) == (2, True)


async def test_an_api_that_asks_for_fewer_calls_is_not_asked_on(office: Office, examined: Examination) -> None:
    await office.fault("benefits", "employees", "ratelimited", times=None)
    finding = await examined.finding()
    assert (finding.state, "asks for fewer calls" in finding.says) == (State.FAILED, True)
    assert str(finding.remedy).startswith("Wait a minute")
    assert await examined.calls("employees") == 1


async def test_an_api_that_does_not_answer_is_not_waited_for(office: Office, one_database_url: str) -> None:
    await office.fault("benefits", "enrollments", "hang_before", seconds=60, times=None)
    settings = settings_for(office.url, one_database_url)
    benefits = vitable_connect(settings, PATIENCE)
    assert isinstance(benefits, VitableConnect)
    finding = await examine_records(benefits, await benefits.employers(), settings, within=1.0)
    await benefits.aclose()
    assert (finding.state, finding.says.endswith("did not answer in time.")) == (State.FAILED, True)
    assert "reaches the server" in str(finding.remedy)
