"""The employee index: a copy of who works where, kept like the API."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.approvals.desk import ADA, Desk
from tests.approvals.lookups.indexing import (
    JUNIPER,
    capped,
    found,
    hire,
    listing,
    only,
    refreshed,
    rows_written,
    without,
)
from tests.approvals.people import NINA, at_home

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_all_employees_are_read_in_each_shape_of_the_answers(either_desk: Desk, shape: str) -> None:
    either_desk.world.shape = shape  # type: ignore[assignment]
    assert (await refreshed(either_desk)).count == len(either_desk.world.employees)
    assert await found(either_desk, "lovelace") == [ADA]
    assert await found(either_desk, "dora klein") == []


async def test_an_employers_name_tells_people_of_one_name_apart(desk: Desk) -> None:
    await refreshed(desk)
    async with desk.store.reading() as work:
        entries = await work.employees.search("maria garcia", 100)
    assert {entry.employer_name for entry in entries} == {"Juniper & Pine Bakery", "Halvorsen Freight"}


async def test_an_employer_without_a_name_goes_by_its_legal_name(desk: Desk) -> None:
    desk.world.employers["empr_juniper"]["name"] = None
    await refreshed(desk)
    async with desk.store.reading() as work:
        (ada,) = await work.employees.search("lovelace", 100)
    assert ada.employer_name == "Juniper and Pine Bakery LLC"


async def test_more_than_a_page_of_employees_is_read_a_hundred_at_a_time(desk: Desk) -> None:
    hire(desk, range(230))
    assert (await refreshed(desk)).count == len(desk.world.employees) > 230
    assert desk.wire.reads.count("/benefits/v1/employers/empr_juniper/employees") == 4
    assert await found(desk, "New229") == ["empl_new_229"]


@pytest.mark.parametrize("most", [20, 50])
async def test_a_server_that_gives_fewer_than_asked_for_and_no_totals_is_read_to_its_end(desk: Desk, most: int) -> None:
    hire(desk, range(120))
    desk.wire.reading = capped(most)
    await refreshed(desk)
    assert await found(desk, "New110") == ["empl_new_110"]


async def test_a_refresh_follows_who_came_and_changed(either_desk: Desk) -> None:
    await refreshed(either_desk)
    hire(either_desk, [1])
    either_desk.world.employees[ADA]["member"]["last_name"] = "King"
    await refreshed(either_desk)
    assert await found(either_desk, "new001") == ["empl_new_1"]
    assert await found(either_desk, "ada king") == [ADA]


async def test_who_is_missing_once_stays_and_who_is_missing_twice_in_a_row_goes(either_desk: Desk) -> None:
    desk = either_desk
    await refreshed(desk)
    del desk.world.employees["empl_tom_becker"]
    assert await found_after(desk, "becker") == ["empl_tom_becker"]
    assert await found_after(desk, "becker") == []


async def test_who_is_missing_now_and_then_stays(either_desk: Desk) -> None:
    desk = either_desk
    await refreshed(desk)
    for skipping in (without(ADA), None, without(ADA), None, without(ADA)):
        desk.wire.reading = skipping
        assert await found_after(desk, "lovelace") == [ADA]


async def test_an_employer_that_is_gone_takes_its_people_along_at_the_second_time(either_desk: Desk) -> None:
    desk = either_desk
    await refreshed(desk)
    del desk.world.employers[JUNIPER]
    assert await found_after(desk, "lovelace") == [ADA]
    assert await found_after(desk, "lovelace") == []
    assert await found(desk, "grace") == ["empl_grace_mwangi"]


async def test_who_has_an_open_request_stays_until_it_is_closed(either_desk: Desk) -> None:
    desk = either_desk
    await refreshed(desk)
    submitted = await desk.submit()
    desk.wire.reading = without(ADA)
    for _ in range(3):
        assert await found_after(desk, "lovelace") == [ADA]
    await desk.decisions.withdraw(at_home(NINA), submitted.id)
    assert await found_after(desk, "lovelace") == []


async def test_a_refresh_that_finds_nothing_new_writes_no_row(either_desk: Desk, either_engine: AsyncEngine) -> None:
    hire(either_desk, range(230))
    with rows_written(either_engine) as written:
        await refreshed(either_desk)
        assert len(written) == len(either_desk.world.employees)
        written.clear()
        await refreshed(either_desk)
        assert written == []
        either_desk.world.employees[ADA]["member"]["last_name"] = "King"
        await refreshed(either_desk)
        assert len(written) == 1


async def test_an_employee_in_two_lists_is_written_once(either_desk: Desk, either_engine: AsyncEngine) -> None:
    ada = either_desk.world.employees[ADA] | {"employer_id": None}
    either_desk.wire.reading = only("/employees", listing(lambda records: [*records, ada]))
    await refreshed(either_desk)
    with rows_written(either_engine) as written:
        await refreshed(either_desk)
    assert written == []
    assert await found(either_desk, "lovelace") == [ADA]


async def test_who_changes_employer_never_counts_as_missing(either_desk: Desk, either_engine: AsyncEngine) -> None:
    await refreshed(either_desk)
    for employer in ("empr_halvorsen", JUNIPER):
        either_desk.world.employees[ADA]["employer_id"] = employer
        with rows_written(either_engine) as written:
            await refreshed(either_desk)
        assert len(written) == 1


async def test_a_name_of_any_length_harms_no_other(either_desk: Desk) -> None:
    hire(either_desk, [1])
    ada = either_desk.world.employees[ADA]["member"]
    ada["first_name"], ada["email"] = "".join(map(chr, range(0x20000, 0x22000))), "x@example.com" * 1000
    await refreshed(either_desk)
    assert await found(either_desk, "new001") == ["empl_new_1"]
    assert await found(either_desk, ADA) == [ADA]


async def test_nothing_but_what_the_typeahead_needs_is_kept(desk: Desk) -> None:
    await refreshed(desk)
    async with desk.store.reading() as work:
        (ada,) = await work.employees.search("lovelace", 100)
    record = desk.world.employees[ADA]
    for private in (record["member"]["date_of_birth"], record["member"]["phone"], record["address"]["street_1"]):
        assert private not in repr(ada)


async def found_after(desk: Desk, text: str) -> list[str]:
    """The ids a search finds after another refresh."""
    await refreshed(desk)
    return await found(desk, text)
