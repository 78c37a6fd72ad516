"""The employee index: a copy of who works where, kept like the API."""

import httpx
import pytest

from approvals.employee_index import EmployeeIndex
from benefits.errors import Unreachable
from sandbox.benefits.world import Record
from tests.approvals.desk import ADA, Desk
from tests.approvals.wire import Carry, failing

pytestmark = pytest.mark.anyio


def index(desk: Desk) -> EmployeeIndex:
    """The index over the desk's store."""
    return EmployeeIndex(desk.store, desk.benefits)


async def found(desk: Desk, text: str) -> list[str]:
    """The ids a search finds."""
    async with desk.store.reading() as work:
        return [entry.id for entry in await work.employees.search(text, 100)]


def hired(desk: Desk, n: int) -> Record:
    """Another employee of Ada's employer."""
    record = {**desk.world.employees[ADA], "id": f"empl_new_{n}"}
    record["member"] = {**record["member"], "id": f"mbr_new_{n}", "first_name": f"New{n:03}"}
    return record


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_everybody_is_read_whatever_the_shape_of_the_answers(either_desk: Desk, shape: str) -> None:
    either_desk.world.shape = shape  # type: ignore[assignment]
    assert await index(either_desk).refresh() == len(either_desk.world.employees)
    assert await found(either_desk, "lovelace") == [ADA]
    assert await found(either_desk, "dora klein") == []


async def test_an_employers_name_tells_people_of_one_name_apart(desk: Desk) -> None:
    await index(desk).refresh()
    async with desk.store.reading() as work:
        entries = await work.employees.search("maria garcia", 100)
    assert {entry.employer_name for entry in entries} == {"Juniper & Pine Bakery", "Halvorsen Freight"}


async def test_an_employer_without_a_name_goes_by_its_legal_name(desk: Desk) -> None:
    desk.world.employers["empr_juniper"]["name"] = None
    await index(desk).refresh()
    async with desk.store.reading() as work:
        (ada,) = await work.employees.search("lovelace", 100)
    assert ada.employer_name == "Juniper and Pine Bakery LLC"


async def test_more_than_a_page_of_employees_is_read_a_hundred_at_a_time(desk: Desk) -> None:
    desk.world.employees |= {record["id"]: record for record in (hired(desk, n) for n in range(230))}
    total = await index(desk).refresh()
    assert total == len(desk.world.employees) > 230
    assert desk.wire.reads.count("/benefits/v1/employers/empr_juniper/employees") == 3
    assert await found(desk, "New229") == ["empl_new_229"]


async def test_a_refresh_follows_who_came_changed_and_left(either_desk: Desk) -> None:
    await index(either_desk).refresh()
    either_desk.world.employees["empl_new_1"] = hired(either_desk, 1)
    either_desk.world.employees[ADA]["member"]["last_name"] = "King"
    del either_desk.world.employees["empl_tom_becker"]
    await index(either_desk).refresh()
    assert await found(either_desk, "new001") == ["empl_new_1"]
    assert await found(either_desk, "ada king") == [ADA]
    assert await found(either_desk, "becker") == []


async def test_an_employer_that_is_gone_takes_its_people_along(either_desk: Desk) -> None:
    await index(either_desk).refresh()
    del either_desk.world.employers["empr_juniper"]
    await index(either_desk).refresh()
    assert await found(either_desk, "lovelace") == []
    assert await found(either_desk, "grace") == ["empl_grace_mwangi"]


async def test_an_api_that_goes_away_halfway_leaves_everybody_findable(desk: Desk) -> None:
    await index(desk).refresh()
    down = failing(httpx.ConnectError("down"))

    async def employers_only(carry: Carry, request: httpx.Request) -> httpx.Response:
        return await (carry(request) if request.url.path.endswith("/employers") else down(carry, request))

    desk.wire.reading = employers_only
    with pytest.raises(Unreachable):
        await index(desk).refresh()
    assert await found(desk, "lovelace") == [ADA]


async def test_nothing_but_what_the_typeahead_needs_is_kept(desk: Desk) -> None:
    await index(desk).refresh()
    async with desk.store.reading() as work:
        (ada,) = await work.employees.search("lovelace", 100)
    record = desk.world.employees[ADA]
    for private in (record["member"]["date_of_birth"], record["member"]["phone"], record["address"]["street_1"]):
        assert private not in repr(ada)
