"""Approving several at once: each by the path it takes alone, so that one never carries another along."""

import asyncio
from uuid import UUID, uuid4

import pytest

from approvals.errors import ChangedSinceSeen, NotAnApprover, OwnRequest, StoreUnavailable, UnknownRequest
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from benefits.ids import EnrollmentId
from tests.approvals.bench import Bench
from tests.approvals.people import MARCUS, NINA, PRIYA, ZOE, at_home
from tests.builders import an_enrollment

pytestmark = pytest.mark.anyio


async def waiting(bench: Bench, requester: str = NINA) -> ReissueRequest:
    """One more request that waits for approval."""
    key = uuid4().hex
    return await bench.stored(
        id=uuid4(),
        submission_key=key,
        requester=requester,
        enrollment=an_enrollment(id=EnrollmentId(f"enrl_{key}")),
        decisions=(),
        status=RequestStatus.PENDING,
    )


def seen(*requests: ReissueRequest) -> list[tuple[UUID, int]]:
    """What a person chose, as they saw it."""
    return [(each.id, each.revision) for each in requests]


async def numbers(bench: Bench, who: str) -> list[int]:
    """What a person can choose from."""
    return [entry.number for entry in (await bench.several_approvals.waiting(at_home(who))).entries]


async def test_what_a_person_may_not_decide_on_is_not_offered(either_bench: Bench) -> None:
    bench = either_bench
    first, own, asked = await waiting(bench), await waiting(bench, MARCUS), await waiting(bench)
    await bench.questions.ask(at_home(PRIYA), asked.id, asked.revision, "When?")
    assert await numbers(bench, MARCUS) == [first.number]
    assert await numbers(bench, PRIYA) == [first.number, own.number]
    assert await numbers(bench, NINA) == []


async def test_it_is_said_before_what_would_become_of_each_and_nothing_is_decided(bench: Bench) -> None:
    first, own, changed = await waiting(bench), await waiting(bench, MARCUS), await waiting(bench)
    found = await bench.several_approvals.foreseen(at_home(MARCUS), [*seen(first, own), (changed.id, 0)])
    assert [type(each.refusal) for each in found] == [type(None), OwnRequest, ChangedSinceSeen]
    assert [await bench.kinds(each.id) for each in (first, own, changed)] == [
        [],
        [EventKind.REFUSED],
        [EventKind.REFUSED],
    ]


async def test_each_is_approved_in_a_transaction_of_its_own_and_one_that_is_refused_leaves_the_others(
    either_bench: Bench,
) -> None:
    bench = either_bench
    first, denied, last = await waiting(bench), await waiting(bench), await waiting(bench)
    await bench.decisions.deny(at_home(PRIYA), denied.id, denied.revision, "No")
    chosen = [*seen(first, denied, last), (uuid4(), 1)]
    found = await bench.several_approvals.approve(at_home(MARCUS), chosen)
    assert [type(each.refusal) for each in found] == [type(None), NoLongerPossible, type(None), UnknownRequest]
    stored = [(await bench.request(each.id)).status for each in (first, denied, last)]
    assert stored == [RequestStatus.APPLYING, RequestStatus.DENIED, RequestStatus.APPLYING]
    assert [each.reissue_request.status for each in found if each.reissue_request] == stored
    assert bench.drivers.started[-2:] == [first.id, last.id]


async def test_people_who_may_not_decide_are_refused_each_and_it_is_written_down(bench: Bench) -> None:
    first, last = await waiting(bench), await waiting(bench)
    for who in (NINA, ZOE):
        found = await bench.several_approvals.approve(at_home(who), seen(first, last))
        assert [type(each.refusal) for each in found] == [NotAnApprover, NotAnApprover]
    for each in (first, last):
        assert [(line.kind, line.actor) for line in await bench.events(each.id)] == [
            (EventKind.REFUSED, NINA),
            (EventKind.REFUSED, ZOE),
        ]


async def test_while_the_database_does_not_answer_the_others_are_tried_all_the_same(bench: Bench) -> None:
    first, last = await waiting(bench), await waiting(bench)
    bench.store.outages = 1
    found = await bench.several_approvals.approve(at_home(MARCUS), seen(first, last))
    assert [type(each.refusal) for each in found] == [StoreUnavailable, type(None)]
    assert await numbers(bench, MARCUS) == [first.number]


async def test_killed_in_between_each_is_approved_or_not_and_the_next_time_the_rest_is_offered(bench: Bench) -> None:
    every = [await waiting(bench) for _ in range(3)]
    bench.store.killed_after = 1
    with pytest.raises(asyncio.CancelledError):
        await bench.several_approvals.approve(at_home(MARCUS), seen(*every))
    bench.store.killed_after = None
    assert await numbers(bench, MARCUS) == [each.number for each in every[1:]]
    found = await bench.several_approvals.approve(at_home(MARCUS), seen(*every))
    assert [type(each.refusal) for each in found] == [NoLongerPossible, type(None), type(None)]
    assert [(await bench.kinds(each.id)).count(EventKind.APPROVED) for each in every] == [1, 1, 1]
