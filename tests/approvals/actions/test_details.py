"""Inspecting a request: everything about it, for those entitled to it."""

from uuid import uuid4

import pytest

from approvals.errors import InactiveAccount, NotAnApprover, UnknownRequest
from approvals.lookups.addresses import STORED_REMEMBERED
from approvals.model.event import EventKind
from approvals.model.status import RequestStatus
from tests.approvals.bench import Bench
from tests.approvals.people import DANA, MANAGERS, MARCUS, NINA, PRIYA, ZOE, a_person, at_home

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("who", [NINA, MARCUS, PRIYA])
async def test_the_requester_and_approvers_see_the_request_its_attempts_and_its_audit(bench: Bench, who: str) -> None:
    approved = await bench.submit_and_approve()
    await bench.drive(approved.id)
    done = await bench.request(approved.id)
    found = await bench.inspections.inspect(at_home(who), done.id)
    assert (found.reissue_request, len(found.attempts)) == (done, 1)
    assert found.reissue_request.status is RequestStatus.REISSUED
    kinds = [EventKind.SUBMITTED, EventKind.APPROVED, EventKind.ATTEMPTED, EventKind.REISSUED, EventKind.VIEWED]
    assert [event.kind for event in found.events] == kinds


async def test_a_look_at_the_details_is_in_the_audit_with_its_ground_and_nothing_is_redrawn(
    bench: Bench,
) -> None:
    submitted = await bench.submit()
    bench.drivers.started.clear()
    for who in (MARCUS, NINA):
        await bench.inspections.inspect(at_home(who), submitted.id)
    views = [(event.kind, event.actor, event.codes) for event in (await bench.events(submitted.id))[1:]]
    assert views == [
        (EventKind.VIEWED, MARCUS, {"revision": 1, "ground": MANAGERS, "members": 6}),
        (EventKind.VIEWED, NINA, {"revision": 1}),
    ]
    assert ((await bench.request(submitted.id)).version, bench.drivers.started) == (1, [])


async def test_no_one_else_sees_the_details_and_the_refusal_is_in_the_audit(bench: Bench) -> None:
    submitted = await bench.submit()
    for who, why in ((ZOE, NotAnApprover), (DANA, InactiveAccount)):
        with pytest.raises(why):
            await bench.inspections.inspect(at_home(who), submitted.id)
        line = (await bench.events(submitted.id))[-1]
        assert (line.kind, line.actor) == (EventKind.REFUSED, who)
        assert line.codes == {"wanted": "viewed", "why": why.__name__, "revision": 1}


async def test_a_requester_who_left_no_longer_sees_it(bench: Bench) -> None:
    submitted = await bench.submit()
    bench.directory.people[NINA] = bench.directory.people[DANA]
    bench.directory.groups[MANAGERS].discard(NINA)
    with pytest.raises(InactiveAccount):
        await bench.inspections.inspect(at_home(NINA), submitted.id)


async def test_a_request_that_does_not_exist_is_unknown(bench: Bench) -> None:
    with pytest.raises(UnknownRequest):
        await bench.inspections.inspect(at_home(MARCUS), uuid4())


async def test_the_decision_is_offered_to_those_who_may_decide_while_it_is_undecided(either_bench: Bench) -> None:
    bench = either_bench
    submitted = await bench.submit()

    async def offered() -> list[bool]:
        return [
            (await bench.inspections.inspect(at_home(who), submitted.id)).may_decide for who in (NINA, MARCUS, PRIYA)
        ]

    assert await offered() == [False, True, True]
    await bench.indexed("marcus@brightside.example")
    bench.directory.people[MARCUS] = a_person(MARCUS, email="marcus@brightside.example")
    bench.clock.pass_(STORED_REMEMBERED)
    assert await offered() == [False, False, True]
    await bench.decisions.approve(at_home(PRIYA), submitted.id, submitted.revision)
    assert await offered() == [False, False, False]
