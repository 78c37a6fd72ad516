"""Handing over: what a process that stops has not finished goes on elsewhere, at once."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from store.engine import create_engine
from tests.bot.engine_at_work import Others, Stuck, Work, driving, enqueue, left_behind
from tests.office import eventually

pytestmark = pytest.mark.anyio


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


async def test_a_driver_that_was_cut_and_could_not_be_handed_over_runs_again_after_a_restart(
    engine: AsyncEngine,
) -> None:
    stuck = Stuck()
    async with driving(engine, stuck.advance, others=Others(unreachable=True)) as durable:
        request_id = await enqueue(durable, engine)
        await eventually(lambda: stuck.begun, "the first driver")
    work = Work()
    async with driving(engine, work.advance):
        await eventually(lambda: work.calls == [request_id], "the driver after the restart")


async def test_who_is_at_work_when_time_is_up_is_handed_over_and_leaves_nothing_behind(engine: AsyncEngine) -> None:
    stuck, others = Stuck(), Others()
    async with driving(engine, stuck.advance, others=others) as durable:
        request_id = await enqueue(durable, engine)
        await eventually(lambda: stuck.begun, "the driver")
    assert others.received == [request_id]
    assert await left_behind(engine) == []


async def test_who_only_waits_is_handed_over_while_others_still_work(engine: AsyncEngine) -> None:
    stuck, others = Stuck(), Others()
    waiting: list[UUID] = []

    async def advance(request_id: UUID) -> float | None:
        if not stuck.begun:
            return await stuck.advance(request_id)
        waiting.append(request_id)
        return 5.0

    async with driving(engine, advance, others=others, grace=20) as durable:
        await enqueue(durable, engine)
        await eventually(lambda: stuck.begun, "the one at work")
        asleep = await enqueue(durable, engine)
        await eventually(lambda: waiting, "the one that waits")
        stopping = asyncio.create_task(durable.stop(20))
        await eventually(lambda: others.received, "the hand-over")
        assert others.received == [asleep]
        stuck.free.set()
        await stopping


async def test_who_stops_finishes_the_one_thing_it_does_and_begins_no_other(engine: AsyncEngine) -> None:
    stuck, others = Stuck(result=0.0), Others()
    async with driving(engine, stuck.advance, others=others, grace=20) as durable:
        request_id = await enqueue(durable, engine)
        await eventually(lambda: stuck.begun, "the driver")
        stopping = asyncio.create_task(durable.stop(20))
        asyncio.get_running_loop().call_soon(stuck.free.set)
        await stopping
    assert stuck.begun == [request_id]
    assert others.received == [request_id]
