"""When too few are here who could decide, others are asked at once and once; without others the thread is told once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import InvalidSubmission, NotAnApprover
from approvals.model.away import SlackStatus
from approvals.model.event import THE_BOT, EventKind
from approvals.model.routing import SOLE
from approvals.model.status import RequestStatus
from approvals.rules.routes import Routes
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import MANAGERS, MARCUS, NINA, PRIYA, ZOE, a_person, at_home

pytestmark = pytest.mark.anyio

CHIEFS, LEA = "S0CHIEFS", "U0LEA"
OUT_SICK = SlackStatus(text="Out sick", emoji=":face_with_thermometer:")


@pytest.fixture
async def bench(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    async with open_bench(either_engine, escalation_approvers=(CHIEFS,)) as opened:
        opened.directory.groups[CHIEFS] = {ZOE}
        yield opened


async def is_away(bench: Bench, user_id: str) -> None:
    await bench.core.use_cases.absence_notes.away(at_home(user_id), "2026-12-24")


async def escalations(bench: Bench) -> list[tuple[str, object]]:
    [request_id] = await waiting(bench)
    events = [event for event in await bench.events(request_id) if event.kind is EventKind.ESCALATED]
    return [(event.actor, event.codes.get("because")) for event in events]


async def waiting(bench: Bench) -> list[UUID]:
    async with bench.store.reading() as work:
        return [each.id for each in await work.requests.some(await work.requests.in_status(RequestStatus.PENDING))]


async def test_when_the_last_approver_goes_away_others_are_asked_once_and_may_decide(bench: Bench) -> None:
    submitted = await bench.submit()
    await bench.drive(submitted.id)
    await is_away(bench, PRIYA)
    await bench.drive(submitted.id)
    assert await escalations(bench) == []
    await is_away(bench, MARCUS)
    assert await bench.driver.sweep() == 1
    for _ in range(3):
        await bench.drive(submitted.id)
    assert await escalations(bench) == [(THE_BOT, "away")]
    approved = await bench.decisions.approve(at_home(ZOE), submitted.id, 1)
    assert approved.approvals[0].ground == CHIEFS


async def test_who_is_away_may_still_decide(bench: Bench) -> None:
    submitted = await bench.submit()
    await is_away(bench, MARCUS)
    assert (await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)).status is RequestStatus.APPLYING


async def test_a_status_in_slack_counts_at_submission_and_nobody_waits_for_the_deadline(bench: Bench) -> None:
    await is_away(bench, MARCUS)
    bench.directory.people[PRIYA] = a_person(PRIYA, status=OUT_SICK)
    submitted = await bench.submit()
    await bench.drive(submitted.id)
    assert await escalations(bench) == [(THE_BOT, "away")]


async def test_one_who_is_present_but_may_not_decide_on_it_does_not_count(bench: Bench) -> None:
    await is_away(bench, PRIYA)
    submitted = await bench.submit(actor=at_home(MARCUS))
    await bench.drive(submitted.id)
    assert await escalations(bench) == [(THE_BOT, "away")]


async def test_one_who_has_approved_already_does_not_count(either_engine: AsyncEngine) -> None:
    async with open_bench(either_engine, escalation_approvers=(CHIEFS,), approvals_required=2) as bench:
        bench.directory.groups[CHIEFS] = {ZOE}
        submitted = await bench.submit()
        await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
        await bench.drive(submitted.id)
        assert await escalations(bench) == []
        await is_away(bench, PRIYA)
        await bench.drive(submitted.id)
        assert await escalations(bench) == [(THE_BOT, "away")]
        assert [event.codes.get("present") for event in await bench.events(submitted.id)][-1] is None


async def test_one_who_is_here_is_too_few_where_two_must_approve(either_engine: AsyncEngine) -> None:
    async with open_bench(either_engine, escalation_approvers=(CHIEFS,), approvals_required=2) as bench:
        bench.directory.groups[CHIEFS] = {ZOE}
        submitted = await bench.submit()
        await bench.drive(submitted.id)
        assert await escalations(bench) == []
        await is_away(bench, PRIYA)
        for _ in range(2):
            await bench.drive(submitted.id)
        assert await escalations(bench) == [(THE_BOT, "away")]
        [line] = [event for event in await bench.events(submitted.id) if event.kind is EventKind.ESCALATED]
        assert line.codes["present"] == 1
        for approver in (MARCUS, ZOE):
            approved = await bench.decisions.approve(at_home(approver), submitted.id, 1)
        assert approved.status is RequestStatus.APPLYING


async def test_an_approval_of_one_who_left_does_not_bring_the_quorum_into_reach(either_engine: AsyncEngine) -> None:
    async with open_bench(either_engine, escalation_approvers=(CHIEFS,), approvals_required=2) as bench:
        bench.directory.groups |= {CHIEFS: {ZOE}, MANAGERS: {MARCUS, PRIYA, LEA}}
        bench.directory.people[LEA] = a_person(LEA)
        submitted = await bench.submit()
        await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
        await is_away(bench, PRIYA)
        await bench.drive(submitted.id)
        assert await escalations(bench) == []
        bench.directory.people[MARCUS] = a_person(MARCUS, is_active=False)
        await bench.drive(submitted.id)
        assert await escalations(bench) == [(THE_BOT, "away")]


async def test_where_no_approver_may_decide_at_all_no_one_is_away_and_nothing_happens(bench: Bench) -> None:
    bench.directory.groups[MANAGERS] = {MARCUS}
    await bench.core.use_cases.absence_notes.away(at_home(MARCUS), "2026-12-24")
    submitted = await bench.submit(actor=at_home(MARCUS))
    await bench.drive(submitted.id)
    assert await escalations(bench) == []


async def test_while_slack_does_not_say_who_is_in_a_group_nothing_is_escalated(bench: Bench) -> None:
    await is_away(bench, MARCUS)
    await is_away(bench, PRIYA)
    managers = bench.directory.groups.pop(MANAGERS)
    watch = bench.driver.absence_watch
    policy = replace(watch.authority.routes.named[SOLE], approvers=(MARCUS, MANAGERS))
    watch = replace(watch, authority=replace(watch.authority, routes=Routes.sole(policy)))
    stored = await bench.stored(status=RequestStatus.PENDING, decisions=())
    assert await watch.work(stored) is None
    bench.directory.groups[MANAGERS] = managers
    assert await watch.work(stored) == 0


async def test_while_slack_does_not_say_who_a_person_is_nothing_is_escalated(bench: Bench) -> None:
    await is_away(bench, PRIYA)
    marcus = bench.directory.people.pop(MARCUS)
    submitted = await bench.submit()
    await bench.drive(submitted.id)
    assert await escalations(bench) == []
    bench.directory.people[MARCUS] = marcus
    await is_away(bench, MARCUS)
    await bench.drive(submitted.id)
    assert await escalations(bench) == [(THE_BOT, "away")]


async def test_without_others_it_is_said_once(one_engine: AsyncEngine) -> None:
    async with open_bench(one_engine) as bench:
        await is_away(bench, MARCUS)
        await is_away(bench, PRIYA)
        submitted = await bench.submit()
        for _ in range(3):
            await bench.drive(submitted.id)
        kinds = await bench.kinds(submitted.id)
        assert (kinds.count(EventKind.ALL_AWAY), EventKind.ESCALATED in kinds) == (1, False)


@pytest.mark.parametrize(
    ("until", "code"),
    [("", "required"), ("soon", "required"), ("2026-11-04", "day_is_over"), ("2027-12-01", "too_far_ahead")],
)
async def test_a_day_that_is_over_or_too_far_ahead_is_refused(bench: Bench, until: str, code: str) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        await bench.core.use_cases.absence_notes.away(at_home(MARCUS), until)
    assert (refused.value.field, refused.value.code) == ("until", code)


async def test_only_people_who_may_decide_can_say_that_they_are_away(bench: Bench) -> None:
    notes = bench.core.use_cases.absence_notes
    with pytest.raises(NotAnApprover):
        await notes.away(at_home(NINA), "2026-12-24")
    with pytest.raises(NotAnApprover):
        await notes.back(at_home(NINA))
    await notes.away(at_home(ZOE), "2026-12-24")
