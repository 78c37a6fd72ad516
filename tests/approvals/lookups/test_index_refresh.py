"""What cannot be read of the employees is told, and takes nothing else along."""

import itertools
from typing import Any

import httpx
import pytest

from approvals.model.index_report import EMPLOYERS
from approvals.model.trouble import Trouble
from tests.approvals.ada import ADA
from tests.approvals.bench import Bench
from tests.approvals.lookups.indexing import (
    HALVORSEN,
    JUNIPER,
    OKAMI,
    capped,
    found,
    hire,
    in_turn,
    index_at,
    listing,
    only,
    only_page,
    passing,
    refreshed,
    replacing,
    reported,
    without,
)
from tests.approvals.wire import Carry, Mishap, answering, failing

pytestmark = [pytest.mark.anyio, pytest.mark.documented]

ANSWERS: list[tuple[Mishap, Trouble]] = [
    (answering(401), Trouble.WRONG_KEY),
    (answering(403), Trouble.NO_ACCESS),
    (answering(404), Trouble.NOT_FOUND),
    (answering(422), Trouble.REFUSED),
    (answering(429), Trouble.RATE_LIMITED),
    (answering(500), Trouble.SERVER_ERROR),
    (answering(200, html="<h1>Maintenance</h1>"), Trouble.UNREADABLE),
    (failing(httpx.ConnectError("down")), Trouble.NO_ANSWER),
    (failing(RuntimeError("a bug")), Trouble.UNFORESEEN),
]


@pytest.mark.parametrize(("mishap", "trouble"), ANSWERS, ids=[trouble for _, trouble in ANSWERS])
async def test_one_employer_of_three_that_cannot_be_read_keeps_its_people_and_is_named(
    bench: Bench, mishap: Mishap, trouble: Trouble
) -> None:
    await refreshed(bench)
    for employee in bench.world.employees.values():
        employee["member"]["last_name"] = "Renamed"
    bench.wire.reading = only(f"/{HALVORSEN}/", mishap)
    report = await refreshed(bench)
    assert (report.troubles, report.failed_rounds) == ({HALVORSEN: trouble}, 1)
    async with bench.store.reading() as work:
        employers = {entry.employer_id for entry in await work.employees.search("renamed", 100)}
    assert employers == {JUNIPER, OKAMI}
    assert await found(bench, "grace mwangi") == ["empl_grace_mwangi"]


async def test_an_employer_that_can_be_read_again_is_not_a_trouble_any_more(bench: Bench) -> None:
    bench.wire.reading = only(f"/{JUNIPER}/", answering(403))
    await refreshed(bench)
    bench.wire.reading = None
    report = await refreshed(bench)
    assert (report.troubles, report.failed_rounds) == ({}, 0)
    assert await found(bench, "lovelace") == [ADA]


async def test_an_employer_that_is_gone_is_no_trouble_any_more(bench: Bench) -> None:
    bench.wire.reading = only(f"/{JUNIPER}/", answering(403))
    assert (await refreshed(bench)).troubles == {JUNIPER: Trouble.NO_ACCESS}
    del bench.world.employers[JUNIPER]
    assert (await refreshed(bench)).troubles == {}


async def test_who_is_missing_from_a_list_that_broke_off_is_not_missed(bench: Bench) -> None:
    hire(bench, range(150))
    await refreshed(bench)
    for _ in range(3):
        bench.wire.reading = only(f"/{JUNIPER}/", only_page(2, answering(500)))
        report = await refreshed(bench)
        assert report.troubles == {JUNIPER: Trouble.SERVER_ERROR}
    assert await found(bench, "new149") == ["empl_new_149"]


async def test_a_page_that_fails_in_passing_is_asked_for_again(bench: Bench) -> None:
    hire(bench, range(150))
    mishaps = in_turn(answering(502), failing(httpx.ReadTimeout("slow")))
    bench.wire.reading = only(f"/{JUNIPER}/", only_page(2, mishaps))
    assert (await refreshed(bench)).troubles == {}
    assert await found(bench, "new149") == ["empl_new_149"]


@pytest.mark.parametrize(("mishap", "trouble"), ANSWERS, ids=[trouble for _, trouble in ANSWERS])
async def test_employers_that_cannot_be_read_leave_all_employees_findable(
    bench: Bench, mishap: Mishap, trouble: Trouble
) -> None:
    await refreshed(bench)
    bench.wire.reading = only("/v1/employers", mishap)
    for _ in range(3):
        report = await refreshed(bench)
    assert (report.troubles, report.failed_rounds) == ({EMPLOYERS: trouble}, 3)
    assert await found(bench, "lovelace") == [ADA]


async def test_an_employer_list_that_comes_back_empty_is_a_trouble_and_no_deletion(either_bench: Bench) -> None:
    await refreshed(either_bench)
    either_bench.wire.reading = listing(lambda _records: [])
    for _ in range(3):
        assert (await refreshed(either_bench)).troubles == {EMPLOYERS: Trouble.EMPTY}
    assert await found(either_bench, "lovelace") == [ADA]


async def test_an_employer_whose_list_comes_back_empty_keeps_its_people_and_is_named(either_bench: Bench) -> None:
    await refreshed(either_bench)
    either_bench.wire.reading = only(f"/{JUNIPER}/", listing(lambda _records: []))
    for _ in range(3):
        assert (await refreshed(either_bench)).troubles == {JUNIPER: Trouble.EMPTY}
    assert await found(either_bench, "lovelace") == [ADA]


async def test_an_employer_that_never_had_employees_is_not_a_trouble(bench: Bench) -> None:
    bench.world.employers["empr_new"] = bench.world.employers[JUNIPER] | {"id": "empr_new"}
    assert (await refreshed(bench)).troubles == {}


@pytest.mark.parametrize("odd", [{"member": None}, {"member": {"id": "??"}}])
async def test_a_record_that_cannot_be_read_is_left_out_and_counted_and_its_row_stays(
    bench: Bench, odd: dict[str, Any]
) -> None:
    await refreshed(bench)
    bench.wire.reading = only(f"/{JUNIPER}/", listing(replacing(ADA, lambda record: record | odd)))
    hire(bench, [1])
    for _ in range(3):
        report = await refreshed(bench)
    assert (report.unreadable, report.troubles) == (1, {})
    assert await found(bench, "ada lovelace") == [ADA]
    assert await found(bench, "new001") == ["empl_new_1"]


@pytest.mark.parametrize("odd", [{"member": None}, {"employer_id": JUNIPER}])
@pytest.mark.parametrize("other", [HALVORSEN, OKAMI])
async def test_an_employee_who_cannot_be_read_in_one_list_is_read_in_another_and_not_counted(
    bench: Bench, other: str, odd: dict[str, Any]
) -> None:
    ada = bench.world.employees[ADA]
    bench.wire.reading = only(f"/{other}/", listing(lambda records: [ada | odd, *records]))
    bench.world.employers = dict(reversed(bench.world.employers.items()))
    report = await refreshed(bench)
    assert (report.unreadable, await found(bench, "ada lovelace")) == (0, [ADA])


async def test_a_list_of_employers_goes_on_from_the_page_that_was_refused(bench: Bench) -> None:
    """Every second call is one too many, so that no list could be read in one go."""
    calls = itertools.count()

    async def every_second(carry: Carry, request: httpx.Request) -> httpx.Response:
        return await (answering(429) if next(calls) % 2 else capped(1))(carry, request)

    bench.wire.reading = only("/v1/employers", every_second)
    report = await refreshed(bench)
    assert (report.count, report.troubles) == (len(bench.world.employees), {})


async def test_employers_before_a_page_that_fails_are_still_read(bench: Bench) -> None:
    first = next(iter(bench.world.employers))
    bench.wire.reading = only(f"/{first}/", passing, only_page(2, answering(500), capped(1)))
    report = await refreshed(bench)
    theirs = {one["id"] for one in bench.world.employees.values() if one["employer_id"] == first}
    assert (report.count, report.troubles) == (len(theirs), {EMPLOYERS: Trouble.SERVER_ERROR})


async def test_a_record_that_cannot_be_read_counts_as_seen(bench: Bench) -> None:
    await refreshed(bench)
    unreadable = listing(replacing(ADA, lambda record: record | {"member": None}))
    for server in (without(ADA), only(f"/{JUNIPER}/", unreadable), without(ADA)):
        bench.wire.reading = server
        await refreshed(bench)
    assert await found(bench, "ada lovelace") == [ADA]


async def test_a_record_without_an_id_stops_the_counting_of_misses_for_its_employer(bench: Bench) -> None:
    await refreshed(bench)
    bench.wire.reading = only(f"/{JUNIPER}/", listing(replacing(ADA, lambda _record: {"id": 7})))
    for _ in range(3):
        assert (await refreshed(bench)).unreadable == 1
    assert await found(bench, "lovelace") == [ADA]
    bench.wire.reading = without(ADA)
    for _ in range(2):
        await refreshed(bench)
    assert await found(bench, "lovelace") == []


async def test_employers_that_cannot_all_be_read_are_a_trouble_and_keep_their_people(bench: Bench) -> None:
    await refreshed(bench)
    bench.wire.reading = only("/v1/employers", listing(replacing(JUNIPER, lambda _record: {})))
    for _ in range(3):
        assert (await refreshed(bench)).troubles == {EMPLOYERS: Trouble.UNREADABLE}
    assert await found(bench, "lovelace") == [ADA]


async def test_a_trouble_is_told_while_the_refresh_still_goes_on(bench: Bench) -> None:
    told: list[dict[str, str]] = []

    async def look(carry: Carry, request: httpx.Request) -> httpx.Response:
        told.append(dict((await reported(bench)).troubles))
        return await carry(request)

    bench.wire.reading = only(f"/{JUNIPER}/", answering(403), otherwise=only(f"/{OKAMI}/", look))
    await refreshed(bench)
    assert told[-1] == {JUNIPER: Trouble.NO_ACCESS}


async def test_after_a_refresh_with_troubles_the_next_comes_in_a_minute_and_the_one_after_in_two(bench: Bench) -> None:
    await refreshed(bench)
    bench.wire.reading = only(f"/{JUNIPER}/", answering(403))
    await refreshed(bench)
    for minutes in (1, 2, 4):
        bench.clock.pass_(60 * minutes - 1)
        assert await index_at(bench).refresh_if_due() is None
        bench.clock.pass_(1)
        assert await index_at(bench).refresh_if_due()


async def test_a_process_that_starts_repeats_a_refresh_with_troubles_at_once_and_no_other(bench: Bench) -> None:
    await refreshed(bench)
    await index_at(bench).hasten()
    assert await index_at(bench).refresh_if_due() is None
    bench.wire.reading = answering(401)
    await refreshed(bench)
    assert await index_at(bench).refresh_if_due() is None
    bench.wire.reading = None
    await index_at(bench).hasten()
    report = await index_at(bench).refresh_if_due()
    assert report is not None
    assert report.troubles == {}
