"""What cannot be read of the employees is told, and takes nothing else along."""

import itertools
from typing import Any

import httpx
import pytest

from approvals.index_report import EMPLOYERS
from approvals.trouble import Trouble
from tests.approvals.desk import ADA, Desk
from tests.approvals.indexing import (
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

pytestmark = pytest.mark.anyio

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
    desk: Desk, mishap: Mishap, trouble: Trouble
) -> None:
    await refreshed(desk)
    for employee in desk.world.employees.values():
        employee["member"]["last_name"] = "Renamed"
    desk.wire.reading = only(f"/{HALVORSEN}/", mishap)
    report = await refreshed(desk)
    assert (report.troubles, report.failed_rounds) == ({HALVORSEN: trouble}, 1)
    async with desk.store.reading() as work:
        employers = {entry.employer_id for entry in await work.employees.search("renamed", 100)}
    assert employers == {JUNIPER, OKAMI}
    assert await found(desk, "grace mwangi") == ["empl_grace_mwangi"]


async def test_an_employer_that_can_be_read_again_is_no_trouble_any_more(desk: Desk) -> None:
    desk.wire.reading = only(f"/{JUNIPER}/", answering(403))
    await refreshed(desk)
    desk.wire.reading = None
    report = await refreshed(desk)
    assert (report.troubles, report.failed_rounds) == ({}, 0)
    assert await found(desk, "lovelace") == [ADA]


async def test_who_is_missing_from_a_list_that_broke_off_is_not_missed(desk: Desk) -> None:
    hire(desk, range(150))
    await refreshed(desk)
    for _ in range(3):
        desk.wire.reading = only(f"/{JUNIPER}/", only_page(2, answering(500)))
        report = await refreshed(desk)
        assert report.troubles == {JUNIPER: Trouble.SERVER_ERROR}
    assert await found(desk, "new149") == ["empl_new_149"]


async def test_a_page_that_fails_in_passing_is_asked_for_again(desk: Desk) -> None:
    hire(desk, range(150))
    mishaps = in_turn(answering(502), failing(httpx.ReadTimeout("slow")))
    desk.wire.reading = only(f"/{JUNIPER}/", only_page(2, mishaps))
    assert (await refreshed(desk)).troubles == {}
    assert await found(desk, "new149") == ["empl_new_149"]


@pytest.mark.parametrize(("mishap", "trouble"), ANSWERS, ids=[trouble for _, trouble in ANSWERS])
async def test_employers_that_cannot_be_read_leave_all_employees_findable(
    desk: Desk, mishap: Mishap, trouble: Trouble
) -> None:
    await refreshed(desk)
    desk.wire.reading = only("/v1/employers", mishap)
    for _ in range(3):
        report = await refreshed(desk)
    assert (report.troubles, report.failed_rounds) == ({EMPLOYERS: trouble}, 3)
    assert await found(desk, "lovelace") == [ADA]


async def test_an_employer_list_that_comes_back_empty_is_a_trouble_and_no_deletion(either_desk: Desk) -> None:
    await refreshed(either_desk)
    either_desk.wire.reading = listing(lambda _records: [])
    for _ in range(3):
        assert (await refreshed(either_desk)).troubles == {EMPLOYERS: Trouble.EMPTY}
    assert await found(either_desk, "lovelace") == [ADA]


async def test_an_employer_whose_list_comes_back_empty_keeps_its_people_and_is_named(either_desk: Desk) -> None:
    await refreshed(either_desk)
    either_desk.wire.reading = only(f"/{JUNIPER}/", listing(lambda _records: []))
    for _ in range(3):
        assert (await refreshed(either_desk)).troubles == {JUNIPER: Trouble.EMPTY}
    assert await found(either_desk, "lovelace") == [ADA]


async def test_an_employer_that_never_had_employees_is_no_trouble(desk: Desk) -> None:
    desk.world.employers["empr_new"] = desk.world.employers[JUNIPER] | {"id": "empr_new"}
    assert (await refreshed(desk)).troubles == {}


@pytest.mark.parametrize("odd", [{"member": None}, {"member": {"id": "??"}}])
async def test_a_record_that_cannot_be_read_is_left_out_and_counted_and_its_row_stays(
    desk: Desk, odd: dict[str, Any]
) -> None:
    await refreshed(desk)
    desk.wire.reading = only(f"/{JUNIPER}/", listing(replacing(ADA, lambda record: record | odd)))
    hire(desk, [1])
    for _ in range(3):
        report = await refreshed(desk)
    assert (report.unreadable, report.troubles) == (1, {})
    assert await found(desk, "ada lovelace") == [ADA]
    assert await found(desk, "new001") == ["empl_new_1"]


@pytest.mark.parametrize("odd", [{"member": None}, {"employer_id": JUNIPER}])
@pytest.mark.parametrize("other", [HALVORSEN, OKAMI])
async def test_an_employee_who_cannot_be_read_in_one_list_is_read_in_another_and_not_counted(
    desk: Desk, other: str, odd: dict[str, Any]
) -> None:
    ada = desk.world.employees[ADA]
    desk.wire.reading = only(f"/{other}/", listing(lambda records: [ada | odd, *records]))
    desk.world.employers = dict(reversed(desk.world.employers.items()))
    report = await refreshed(desk)
    assert (report.unreadable, await found(desk, "ada lovelace")) == (0, [ADA])


async def test_a_list_of_employers_goes_on_from_the_page_that_was_refused(desk: Desk) -> None:
    """Every second call is one too many, so that no list could be read in one go."""
    calls = itertools.count()

    async def every_second(carry: Carry, request: httpx.Request) -> httpx.Response:
        return await (answering(429) if next(calls) % 2 else capped(1))(carry, request)

    desk.wire.reading = only("/v1/employers", every_second)
    report = await refreshed(desk)
    assert (report.count, report.troubles) == (len(desk.world.employees), {})


async def test_employers_before_a_page_that_fails_are_read_all_the_same(desk: Desk) -> None:
    first = next(iter(desk.world.employers))
    desk.wire.reading = only(f"/{first}/", passing, only_page(2, answering(500), capped(1)))
    report = await refreshed(desk)
    theirs = {one["id"] for one in desk.world.employees.values() if one["employer_id"] == first}
    assert (report.count, report.troubles) == (len(theirs), {EMPLOYERS: Trouble.SERVER_ERROR})


async def test_a_record_without_an_id_stops_the_counting_of_misses_for_its_employer(desk: Desk) -> None:
    await refreshed(desk)
    desk.wire.reading = only(f"/{JUNIPER}/", listing(replacing(ADA, lambda _record: {"id": 7})))
    for _ in range(3):
        assert (await refreshed(desk)).unreadable == 1
    assert await found(desk, "lovelace") == [ADA]
    desk.wire.reading = without(ADA)
    for _ in range(2):
        await refreshed(desk)
    assert await found(desk, "lovelace") == []


async def test_employers_that_cannot_all_be_read_are_a_trouble_and_keep_their_people(desk: Desk) -> None:
    await refreshed(desk)
    desk.wire.reading = only("/v1/employers", listing(replacing(JUNIPER, lambda _record: {})))
    for _ in range(3):
        assert (await refreshed(desk)).troubles == {EMPLOYERS: Trouble.UNREADABLE}
    assert await found(desk, "lovelace") == [ADA]


async def test_a_trouble_is_told_while_the_refresh_still_goes_on(desk: Desk) -> None:
    told: list[dict[str, str]] = []

    async def look(carry: Carry, request: httpx.Request) -> httpx.Response:
        told.append(dict((await reported(desk)).troubles))
        return await carry(request)

    desk.wire.reading = only(f"/{JUNIPER}/", answering(403), otherwise=only(f"/{OKAMI}/", look))
    await refreshed(desk)
    assert told[-1] == {JUNIPER: Trouble.NO_ACCESS}


async def test_after_a_refresh_with_troubles_the_next_comes_in_a_minute_and_the_one_after_in_two(desk: Desk) -> None:
    await refreshed(desk)
    desk.wire.reading = only(f"/{JUNIPER}/", answering(403))
    await refreshed(desk)
    for minutes in (1, 2, 4):
        desk.clock.pass_(60 * minutes - 1)
        assert await index_at(desk).refresh_if_due() is None
        desk.clock.pass_(1)
        assert await index_at(desk).refresh_if_due()


async def test_a_process_that_starts_repeats_a_refresh_with_troubles_at_once_and_no_other(desk: Desk) -> None:
    await refreshed(desk)
    await index_at(desk).hasten()
    assert await index_at(desk).refresh_if_due() is None
    desk.wire.reading = answering(401)
    await refreshed(desk)
    assert await index_at(desk).refresh_if_due() is None
    desk.wire.reading = None
    await index_at(desk).hasten()
    report = await index_at(desk).refresh_if_due()
    assert report is not None
    assert report.troubles == {}
