"""Handing over: what a process that stops has not finished goes on elsewhere, at once."""

import asyncio
from uuid import UUID, uuid4

import pytest

from tests.bot.drivers_at_work import Others, Stuck, driving
from tests.office import eventually

pytestmark = pytest.mark.anyio


async def test_who_is_at_work_when_time_is_up_is_handed_over() -> None:
    stuck, others, request_id = Stuck(), Others(), uuid4()
    async with driving(stuck.advance, others=others) as drivers:
        drivers.begin([request_id])
        await eventually(lambda: stuck.begun, "the driver")
    assert others.received == [request_id]
    assert drivers.count == 0


async def test_who_only_waits_is_handed_over_while_others_still_work() -> None:
    stuck, others, busy, asleep = Stuck(), Others(), uuid4(), uuid4()
    waiting: list[UUID] = []

    async def advance(request_id: UUID) -> float | None:
        if request_id == busy:
            return await stuck.advance(request_id)
        waiting.append(request_id)
        return 5.0

    async with driving(advance, others=others, grace=20) as drivers:
        drivers.begin([busy, asleep])
        await eventually(lambda: stuck.begun and waiting, "the one at work and the one that waits")
        stopping = asyncio.create_task(drivers.stop(20))
        await eventually(lambda: others.received, "the hand-over")
        assert others.received == [asleep]
        stuck.free.set()
        await stopping
    assert others.received == [asleep]


async def test_who_stops_finishes_the_one_thing_it_does_and_begins_no_other() -> None:
    stuck, others, request_id = Stuck(result=0.0), Others(), uuid4()
    async with driving(stuck.advance, others=others, grace=20) as drivers:
        drivers.begin([request_id])
        await eventually(lambda: stuck.begun, "the driver")
        stopping = asyncio.create_task(drivers.stop(20))
        asyncio.get_running_loop().call_soon(stuck.free.set)
        await stopping
    assert stuck.begun == [request_id]
    assert others.received == [request_id]


async def test_what_is_committed_while_the_process_stops_is_handed_over() -> None:
    stuck, others, late = Stuck(), Others(), uuid4()
    async with driving(stuck.advance, others=others, grace=20) as drivers:
        drivers.begin([uuid4()])
        await eventually(lambda: stuck.begun, "the driver")
        stopping = asyncio.create_task(drivers.stop(20))
        await asyncio.sleep(0)
        drivers.begin([late])
        stuck.free.set()
        await stopping
    assert others.received == [late]
