"""When a deadline is near, others are asked once, and from then on may decide too."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import GuestAccount, NotAnApprover, OwnRequest
from approvals.model.event import THE_BOT, EventKind
from approvals.model.status import RequestStatus
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import GIL, MARCUS, NINA, ZOE, a_person, at_home
from tests.builders import NOW

pytestmark = pytest.mark.anyio

CHIEFS = "S0CHIEFS"
NEAR = datetime(2026, 11, 14, tzinfo=UTC)
"""When three days are left until 17 November, by UTC."""


@pytest.fixture
async def bench(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    async with open_bench(either_engine, escalation_approvers=(CHIEFS,)) as opened:
        opened.directory.groups[CHIEFS] = {ZOE, NINA, GIL}
        yield opened


async def test_three_days_before_the_end_others_are_asked_once_and_may_decide_from_then_on(bench: Bench) -> None:
    submitted = await bench.submit()
    bench.clock.at = NEAR - timedelta(minutes=1)
    await bench.drive(submitted.id)
    with pytest.raises(NotAnApprover):
        await bench.decisions.approve(at_home(ZOE), submitted.id, 1)
    assert (await bench.request(submitted.id)).next_at == NEAR
    bench.clock.at = NEAR
    assert await bench.driver.sweep() == 1
    await bench.drive(submitted.id)
    bench.clock.pass_(86_400)
    await bench.drive(submitted.id)
    escalated = [event for event in await bench.events(submitted.id) if event.kind is EventKind.ESCALATED]
    assert [(event.actor, event.at) for event in escalated] == [(THE_BOT, NEAR)]
    assert (await bench.request(submitted.id)).escalated_at == NEAR
    assert (await bench.inspections.inspect(at_home(ZOE), submitted.id)).reissue_request.id == submitted.id
    approved = await bench.decisions.approve(at_home(ZOE), submitted.id, 1)
    assert (approved.status, approved.approvals[0].ground) == (RequestStatus.APPLYING, CHIEFS)


async def test_days_left_are_counted_where_the_requester_is(bench: Bench) -> None:
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Kiritimati")
    submitted = await bench.submit()
    bench.clock.at = NEAR - timedelta(hours=14)
    await bench.drive(submitted.id)
    assert (await bench.request(submitted.id)).escalated_at == bench.clock.at


async def test_approvers_may_still_decide_and_neither_requester_nor_guest_may(bench: Bench) -> None:
    escalated = await bench.stored(status=RequestStatus.PENDING, decisions=(), escalated_at=NOW)
    with pytest.raises(OwnRequest):
        await bench.decisions.approve(at_home(NINA), escalated.id, 1)
    with pytest.raises(GuestAccount):
        await bench.decisions.approve(at_home(GIL), escalated.id, 1)
    assert (await bench.decisions.approve(at_home(MARCUS), escalated.id, 1)).status is RequestStatus.APPLYING


@pytest.mark.parametrize("status", [RequestStatus.NEEDS_INFO, RequestStatus.FAILED])
async def test_no_one_else_is_asked_while_approvers_cannot_decide(bench: Bench, status: RequestStatus) -> None:
    stored = await bench.stored(status=status)
    bench.clock.at = NEAR
    await bench.drive(stored.id)
    assert (await bench.request(stored.id)).escalated_at is None


async def test_of_several_drivers_at_once_one_asks(bench: Bench) -> None:
    submitted = await bench.submit()
    bench.clock.at = NEAR
    await asyncio.gather(*(bench.driver.advance(submitted.id) for _ in range(4)))
    assert (await bench.kinds(submitted.id)).count(EventKind.ESCALATED) == 1


async def test_without_escalation_approvers_nothing_is_escalated(one_engine: AsyncEngine) -> None:
    async with open_bench(one_engine) as bench:
        submitted = await bench.submit()
        bench.clock.at = NEAR
        await bench.drive(submitted.id)
        assert EventKind.ESCALATED not in await bench.kinds(submitted.id)
