"""The employee index: a copy of who works where, kept like the API."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.approvals.ada import ADA
from tests.approvals.bench import Bench
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

pytestmark = [pytest.mark.anyio, pytest.mark.documented]


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_all_employees_are_read_in_each_shape_of_the_answers(either_bench: Bench, shape: str) -> None:
    either_bench.world.shape = shape  # type: ignore[assignment]
    assert (await refreshed(either_bench)).count == len(either_bench.world.employees)
    assert await found(either_bench, "lovelace") == [ADA]
    assert await found(either_bench, "dora klein") == ["empl_dora_klein"]


async def test_of_people_who_left_the_index_knows_the_last_day_as_soon_as_it_is_told(bench: Bench) -> None:
    record = bench.world.employees["empl_dora_klein"]
    told, record["termination_date"] = record["termination_date"], None
    for last_day in (None, told):
        record["termination_date"] = last_day
        bench.clock.pass_(3600)
        await refreshed(bench)
        async with bench.store.reading() as work:
            (dora,) = await work.employees.search("dora klein", 100)
        assert (dora.active, dora.left_on) == (False, None if last_day is None else date.fromisoformat(last_day))


async def test_an_employers_name_tells_people_of_one_name_apart(bench: Bench) -> None:
    await refreshed(bench)
    async with bench.store.reading() as work:
        entries = await work.employees.search("maria garcia", 100)
    assert {entry.employer_name for entry in entries} == {"Juniper & Pine Bakery", "Halvorsen Freight"}


async def test_an_employer_without_a_name_goes_by_its_legal_name(bench: Bench) -> None:
    bench.world.employers["empr_juniper"]["name"] = None
    await refreshed(bench)
    async with bench.store.reading() as work:
        (ada,) = await work.employees.search("lovelace", 100)
    assert ada.employer_name == "Juniper and Pine Bakery LLC"


async def test_more_than_a_page_of_employees_is_read_a_hundred_at_a_time(bench: Bench) -> None:
    hire(bench, range(230))
    assert (await refreshed(bench)).count == len(bench.world.employees) > 230
    assert bench.wire.reads.count("/benefits/v1/employers/empr_juniper/employees") == 4
    assert await found(bench, "New229") == ["empl_new_229"]


@pytest.mark.parametrize("most", [20, 50])
async def test_a_server_that_gives_fewer_than_asked_for_and_no_totals_is_read_to_its_end(
    bench: Bench, most: int
) -> None:
    hire(bench, range(120))
    bench.wire.reading = capped(most)
    await refreshed(bench)
    assert await found(bench, "New110") == ["empl_new_110"]


async def test_a_refresh_follows_who_came_and_changed(either_bench: Bench) -> None:
    await refreshed(either_bench)
    hire(either_bench, [1])
    either_bench.world.employees[ADA]["member"]["last_name"] = "King"
    await refreshed(either_bench)
    assert await found(either_bench, "new001") == ["empl_new_1"]
    assert await found(either_bench, "ada king") == [ADA]


async def test_who_is_missing_once_stays_and_who_is_missing_twice_in_a_row_goes(either_bench: Bench) -> None:
    bench = either_bench
    await refreshed(bench)
    del bench.world.employees["empl_tom_becker"]
    assert await found_after(bench, "becker") == ["empl_tom_becker"]
    assert await found_after(bench, "becker") == []


async def test_who_is_missing_now_and_then_stays(either_bench: Bench) -> None:
    bench = either_bench
    await refreshed(bench)
    for skipping in (without(ADA), None, without(ADA), None, without(ADA)):
        bench.wire.reading = skipping
        assert await found_after(bench, "lovelace") == [ADA]


async def test_an_employer_that_is_gone_takes_its_people_along_at_the_second_time(either_bench: Bench) -> None:
    bench = either_bench
    await refreshed(bench)
    del bench.world.employers[JUNIPER]
    assert await found_after(bench, "lovelace") == [ADA]
    assert await found_after(bench, "lovelace") == []
    assert await found(bench, "grace") == ["empl_grace_mwangi"]


async def test_who_has_an_open_request_stays_until_it_is_closed(either_bench: Bench) -> None:
    bench = either_bench
    await refreshed(bench)
    submitted = await bench.submit()
    bench.wire.reading = without(ADA)
    for _ in range(3):
        assert await found_after(bench, "lovelace") == [ADA]
    await bench.decisions.withdraw(at_home(NINA), submitted.id)
    assert await found_after(bench, "lovelace") == []


async def test_a_refresh_that_finds_nothing_new_writes_no_row(either_bench: Bench, either_engine: AsyncEngine) -> None:
    hire(either_bench, range(230))
    with rows_written(either_engine) as written:
        await refreshed(either_bench)
        assert len(written) == len(either_bench.world.employees)
        written.clear()
        await refreshed(either_bench)
        assert written == []
        either_bench.world.employees[ADA]["member"]["last_name"] = "King"
        await refreshed(either_bench)
        assert len(written) == 1


async def test_an_employee_in_two_lists_is_written_once(either_bench: Bench, either_engine: AsyncEngine) -> None:
    ada = either_bench.world.employees[ADA] | {"employer_id": None}
    either_bench.wire.reading = only("/employees", listing(lambda records: [*records, ada]))
    await refreshed(either_bench)
    with rows_written(either_engine) as written:
        await refreshed(either_bench)
    assert written == []
    assert await found(either_bench, "lovelace") == [ADA]


async def test_who_changes_employer_never_counts_as_missing(either_bench: Bench, either_engine: AsyncEngine) -> None:
    await refreshed(either_bench)
    for employer in ("empr_halvorsen", JUNIPER):
        either_bench.world.employees[ADA]["employer_id"] = employer
        with rows_written(either_engine) as written:
            await refreshed(either_bench)
        assert len(written) == 1


async def test_a_name_of_any_length_harms_no_other(either_bench: Bench) -> None:
    hire(either_bench, [1])
    ada = either_bench.world.employees[ADA]["member"]
    ada["first_name"], ada["email"] = "".join(map(chr, range(0x20000, 0x22000))), "x@example.com" * 1000
    await refreshed(either_bench)
    assert await found(either_bench, "new001") == ["empl_new_1"]
    assert await found(either_bench, ADA) == [ADA]


async def test_nothing_but_what_the_typeahead_needs_is_kept(bench: Bench) -> None:
    await refreshed(bench)
    async with bench.store.reading() as work:
        (ada,) = await work.employees.search("lovelace", 100)
    record = bench.world.employees[ADA]
    for private in (record["member"]["date_of_birth"], record["member"]["phone"], record["address"]["street_1"]):
        assert private not in repr(ada)


async def found_after(bench: Bench, text: str) -> list[str]:
    """The ids a search finds after another refresh."""
    await refreshed(bench)
    return await found(bench, text)
