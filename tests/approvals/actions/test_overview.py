"""The overview: who gets it, its sections and days; and one request by number, which reveals nothing to others."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import AuthorityUnreadable, GuestAccount, UnknownRequest
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import EventKind
from approvals.model.overview import PAGE, Overview
from approvals.model.request import EmployeeFacts, ReissueRequest
from approvals.model.routing import SOLE
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section
from benefits.ids import EnrollmentId
from benefits.models import Employee
from tests.approvals.ada import ADA
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import GIL, HR, MARCUS, NINA, OLGA, PRIYA, ZOE, a_person, at_home
from tests.approvals.situations import readable
from tests.builders import NOW, a_decision, a_request, an_enrollment

pytestmark = pytest.mark.anyio


async def has(bench: Bench, **changes: Any) -> ReissueRequest:  # noqa: ANN401 - fields of a request
    """One more request."""
    key = uuid4().hex
    facts: dict[str, Any] = {
        "id": uuid4(),
        "submission_key": key,
        "enrollment": an_enrollment(id=EnrollmentId(f"enrl_{key}")),
    }
    async with bench.store.writing() as work:
        stored = await work.requests.add(a_request(**{**facts, **changes}))
        await work.commit()
    return stored


def numbers(overview: Overview) -> dict[Section, list[int]]:
    """The numbers of the requests in each section that has any."""
    found = {name: [entry.number for entry in each.entries] for name, each in overview.pages.items()}
    return {name: listed for name, listed in found.items() if listed}


async def test_requester_and_approver_each_see_what_concerns_them(either_bench: Bench) -> None:
    bench = either_bench
    pending, failed = await has(bench), await has(bench, status=RequestStatus.FAILED)
    own = await has(bench, requester=MARCUS)
    nina, marcus = await bench.overview.of(at_home(NINA)), await bench.overview.of(at_home(MARCUS))
    assert numbers(nina) == {Section.MINE: [pending.number], Section.ATTENTION: [failed.number]}
    assert numbers(marcus) == {
        Section.WAITING: [pending.number],
        Section.ATTENTION: [failed.number],
        Section.MINE: [own.number],
    }


async def test_a_page_that_is_no_longer_there_is_the_last_one(bench: Bench) -> None:
    for _ in range(PAGE + 1):
        await has(bench)
    shown = {}
    for number in (0, 1, 7):
        page = (await bench.overview.of(at_home(MARCUS), {Section.WAITING: number})).pages[Section.WAITING]
        shown[number] = (page.number, page.count, page.total, [e.number for e in page.entries])
    assert shown[0] == (0, 2, PAGE + 1, list(range(1, PAGE + 1)))
    assert shown[1] == shown[7] == (1, 2, PAGE + 1, [PAGE + 1])


async def test_days_are_those_where_the_requester_is_and_missing_where_slack_does_not_say(bench: Bench) -> None:
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Kiritimati")
    bench.directory.people[PRIYA] = a_person(PRIYA, tz="Pacific/Honolulu")
    bench.clock.at = NOW.replace(hour=10)
    await has(bench)
    await has(bench, requester=PRIYA)
    await has(bench, requester="U0GONE")
    waiting = (await bench.overview.of(at_home(MARCUS))).pages[Section.WAITING]
    assert [entry.today for entry in readable(waiting.entries)] == [date(2026, 11, 6), date(2026, 11, 5), None]


async def test_a_person_without_a_role_is_told_so_unless_they_once_requested_something(
    bench: Bench,
) -> None:
    assert (await bench.overview.of(at_home(ZOE))).is_for_nobody
    for entitled in (NINA, MARCUS):
        assert not (await bench.overview.of(at_home(entitled))).is_for_nobody
    own = await has(bench, requester=ZOE)
    assert numbers(await bench.overview.of(at_home(ZOE))) == {Section.MINE: [own.number]}
    assert not (await bench.overview.of(at_home(ZOE))).is_for_nobody


async def test_approvers_who_are_asked_late_are_entitled_too(one_engine: AsyncEngine) -> None:
    async with open_bench(one_engine, escalation_approvers=(ZOE,)) as bench:
        overview = await bench.overview.of(at_home(ZOE))
        assert (overview.is_for_nobody, overview.reader.decides_late) == (False, frozenset({SOLE}))


async def test_guests_are_refused_a_list(bench: Bench) -> None:
    with pytest.raises(GuestAccount):
        await bench.overview.of(at_home(GIL))


async def test_what_concerns_an_approver_themselves_does_not_wait_for_them(bench: Bench) -> None:
    entry = EmployeeEntry.of(Employee.model_validate(bench.world.employees[ADA]))
    async with bench.store.writing() as work:
        await work.index.write([entry])
        await work.commit()
    ada = EmployeeFacts.of(Employee.model_validate(bench.world.employees[ADA]))
    own, other = await has(bench, employee=ada), await has(bench)
    bench.directory.people[MARCUS] = a_person(MARCUS, email=entry.email)
    waiting = (await bench.overview.of(at_home(MARCUS))).pages[Section.WAITING]
    assert ([entry.number for entry in waiting.entries], waiting.total) == ([other.number], 1)
    assert len((await bench.overview.of(at_home(PRIYA))).pages[Section.WAITING].entries) == own.number + 1


async def test_a_number_is_read_by_its_requester_and_by_approvers(either_bench: Bench) -> None:
    bench = either_bench
    stored = await has(bench, decisions=(a_decision(),), status=RequestStatus.APPLYING)
    for reader in (NINA, MARCUS, PRIYA):
        [entry] = readable([await bench.overview.numbered(at_home(reader), stored.number)])
        assert entry.reissue_request == stored
    assert await bench.kinds(stored.id) == []


async def statements_until(bench: Bench, engine: AsyncEngine, stranger: str, number: int) -> list[str]:
    """What the database is asked until a stranger is refused a number."""
    asked: list[str] = []

    def note(*execution: Any) -> None:  # noqa: ANN401 - connection, cursor, statement, …
        asked.append(execution[2])

    sa.event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        with pytest.raises(UnknownRequest) as refused:
            await bench.overview.numbered(at_home(stranger), number)
    finally:
        sa.event.remove(engine.sync_engine, "before_cursor_execute", note)
    assert refused.value.label == f"R-{number}"
    return asked


async def test_to_others_a_number_that_exists_is_like_one_that_does_not_in_all_that_is_done(
    either_engine: AsyncEngine,
) -> None:
    engine = either_engine
    async with open_bench(engine) as bench:
        stored = await has(bench, decisions=(a_decision(),))
        for stranger in (ZOE, GIL, OLGA):
            there = await statements_until(bench, engine, stranger, stored.number)
            assert there == await statements_until(bench, engine, stranger, 99)
            assert [statement for statement in there if statement.startswith(("INSERT", "UPDATE", "DELETE"))] == []
        assert await bench.events(stored.id) == []


async def test_the_refusal_is_written_down_afterwards(bench: Bench) -> None:
    stored = await has(bench)
    for number in (stored.number, 99):
        await bench.overview.note_hidden(at_home(ZOE), number)
    [line] = await bench.events(stored.id)
    assert (line.kind, line.actor, line.codes["wanted"]) == (EventKind.REFUSED, ZOE, "viewed")


async def test_while_slack_does_not_say_who_a_person_is_every_number_gets_the_same_answer(bench: Bench) -> None:
    stored = await has(bench)
    del bench.directory.groups[HR]
    for number in (stored.number, 99):
        with pytest.raises(AuthorityUnreadable):
            await bench.overview.numbered(at_home(NINA), number)


async def test_requests_that_were_submitted_together_stand_where_the_most_urgent_of_them_does(
    either_bench: Bench,
) -> None:
    bench, group, days = either_bench, uuid4(), [date(2026, 11, day) for day in (10, 12, 20)]
    first = await has(bench, group_id=group, deadline=days[2])
    alone = await has(bench, deadline=days[1])
    last = await has(bench, group_id=group, deadline=days[0])
    waiting = (await bench.overview.of(at_home(MARCUS))).pages[Section.WAITING]
    assert [entry.number for entry in waiting.entries] == [first.number, last.number, alone.number]
    assert list(waiting.follows) == [False, True, False]
    own = (await bench.overview.of(at_home(NINA))).pages[Section.MINE]
    assert [entry.number for entry in own.entries] == [first.number, last.number, alone.number]


async def test_together_they_stand_in_every_section(bench: Bench) -> None:
    group = uuid4()
    for status in (RequestStatus.FAILED, RequestStatus.WITHDRAWN):
        numbered = [
            (await has(bench, status=status, changed_at=NOW, group_id=group_id)).number
            for group_id in (group, None, group)
        ]
        section = Section.ATTENTION if status is RequestStatus.FAILED else Section.RECENT
        page = (await bench.overview.of(at_home(NINA))).pages[section]
        listed = [entry.number for entry in page.entries]
        assert listed.index(numbered[2]) == listed.index(numbered[0]) + 1
        assert page.follows[listed.index(numbered[2])]
