"""Finding requests again: as far as the lists go and no further, in pages, and by the months of whoever looks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from approvals.actions.find import RequestFinder
from approvals.errors import AuthorityUnreadable, GuestAccount
from approvals.lookups.authority import Actor
from approvals.model.history import MOST_PEOPLE, History, Month, Wanted
from approvals.model.overview import PAGE
from approvals.model.request import EmployeeFacts, ReissueRequest
from approvals.model.status import RequestStatus
from benefits.ids import EmployeeId
from tests.approvals.actions.test_overview import has
from tests.approvals.bench import Bench
from tests.approvals.people import GIL, HR, MARCUS, NINA, PRIYA, ZOE, a_person, at_home
from tests.approvals.situations import readable
from tests.builders import NOW, an_employee

pytestmark = pytest.mark.anyio

GRACE = "Grace Mwangi"
LONG_AGO = NOW - timedelta(days=900)


def called(name: str, employee_id: str = "empl_grace") -> EmployeeFacts:
    """An employee."""
    return an_employee(name).model_copy(update={"id": EmployeeId(employee_id)})


async def closed(bench: Bench, **changes: Any) -> ReissueRequest:  # noqa: ANN401 - fields of a request
    """A request about Grace that was denied long ago."""
    facts = {
        "employee": called(GRACE),
        "status": RequestStatus.DENIED,
        "changed_at": LONG_AGO,
        "submitted_at": LONG_AGO,
    }
    return await has(bench, **{**facts, **changes})


async def found(bench: Bench, who: str, wanted: Wanted, page: int = 0) -> History:
    """What a person finds."""
    return await finder(bench).find(at_home(who), wanted, page)


def finder(bench: Bench) -> RequestFinder:
    """What finds requests."""
    return bench.core.use_cases.finder


def numbers(history: History) -> list[int]:
    """The numbers on the page."""
    return [entry.number for entry in history.entries]


async def test_closed_requests_of_any_age_are_found_by_name_by_requester_and_approvers(either_bench: Bench) -> None:
    bench = either_bench
    old, _other = await closed(bench), await closed(bench, employee=called("Ada Lovelace", "empl_ada"))
    for reader in (NINA, MARCUS, PRIYA):
        history = await found(bench, reader, Wanted(name="mwangi"))
        assert (numbers(history), history.page.total) == ([old.number], 1)
        assert history.wanted == Wanted(employees=(EmployeeId("empl_grace"),))
        assert [entry.is_named for entry in readable(history.entries)] == [True]
        again = await found(bench, reader, history.wanted)
        assert numbers(again) == [old.number]


async def test_to_others_a_name_that_exists_is_like_one_that_does_not(bench: Bench) -> None:
    stored = await closed(bench)
    bench.directory.groups[HR] |= {PRIYA, ZOE}
    bench.directory.groups[HR].discard(MARCUS)
    for wanted in (Wanted(name="x"), Wanted(name="x", statuses=frozenset({RequestStatus.DENIED}))):
        known, unknown = [await found(bench, ZOE, replace(wanted, name=name)) for name in ("mwangi", "xyzzy")]
        assert known == unknown
        assert known.page.total == 0
    by_id = Wanted(employees=(stored.employee.id,))
    assert await found(bench, ZOE, by_id) == replace(
        await found(bench, ZOE, replace(by_id, employees=(EmployeeId("empl_xyzzy"),))), wanted=by_id
    )
    assert await bench.events(stored.id) == []


async def test_people_who_may_no_longer_request_see_number_and_status_and_find_nothing_by_name(bench: Bench) -> None:
    stored = await closed(bench)
    bench.directory.groups[HR].discard(NINA)
    everything = await found(bench, NINA, Wanted())
    assert [(entry.number, entry.is_named) for entry in readable(everything.entries)] == [(stored.number, False)]
    by_name = [await found(bench, NINA, Wanted(name=name)) for name in ("mwangi", "xyzzy")]
    assert by_name[0] == by_name[1]
    assert by_name[0].page.total == 0


async def test_whoever_is_no_colleague_is_refused_and_while_slack_does_not_say_so_is_everyone(bench: Bench) -> None:
    with pytest.raises(GuestAccount):
        await found(bench, GIL, Wanted())
    del bench.directory.groups[HR]
    for name in ("mwangi", "xyzzy"):
        with pytest.raises(AuthorityUnreadable):
            await found(bench, NINA, Wanted(name=name))


async def test_pages_follow_each_other_and_one_that_is_gone_is_the_last(bench: Bench) -> None:
    made = [(await closed(bench)).number for _ in range(PAGE + 2)][::-1]
    first, second, gone = [await found(bench, MARCUS, Wanted(name="mwangi"), page) for page in (0, 1, 9)]
    assert (numbers(first), numbers(second)) == (made[:PAGE], made[PAGE:])
    assert [(each.page.number, each.page.count, each.page.total) for each in (first, second, gone)] == [
        (0, 2, PAGE + 2),
        (1, 2, PAGE + 2),
        (1, 2, PAGE + 2),
    ]


async def test_a_name_of_too_many_employees_is_not_looked_up(bench: Bench) -> None:
    for number in range(MOST_PEOPLE + 1):
        await closed(bench, employee=called(GRACE, f"empl_{number}"))
    history = await found(bench, MARCUS, Wanted(name="grace"))
    assert (history.too_many, history.entries) == (True, ())
    assert len((await found(bench, MARCUS, Wanted())).entries) == PAGE


async def test_a_month_is_that_of_the_person_who_looks(bench: Bench) -> None:
    bench.directory.people[MARCUS] = a_person(MARCUS, tz="Pacific/Honolulu")
    at = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)  # there it is still October
    stored = await closed(bench, submitted_at=at)
    october, november = Month(2026, 10), Month(2026, 11)
    assert numbers(await found(bench, MARCUS, Wanted(month=october))) == [stored.number]
    assert numbers(await found(bench, MARCUS, Wanted(month=november))) == []
    assert numbers(await found(bench, PRIYA, Wanted(month=november))) == [stored.number]
    assert Month(2026, 12).next == Month(2027, 1)


async def test_someone_with_two_ids_finds_their_own_requests(bench: Bench) -> None:
    stored = await closed(bench)
    bench.directory.enterprise = "E0ORG"
    bench.directory.people["W0NINA"] = a_person(NINA)
    asks = Actor("W0NINA", at_home(NINA).team_id)
    assert numbers(await finder(bench).find(asks, Wanted(name="grace"))) == [stored.number]
