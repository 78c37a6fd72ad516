"""The durable engine: drivers start with the transaction, survive errors, and leave no records behind."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from bot.durable import DriverTasks, Durable
from store.engine import create_engine
from tests.bot.engine_at_work import Others, Stuck, Work, driving, enqueue, left_behind, nothing_due
from tests.office import eventually

pytestmark = pytest.mark.anyio


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


async def test_a_driver_runs_only_if_its_transaction_commits(engine: AsyncEngine) -> None:
    work = Work()
    async with driving(engine, work.advance) as durable:
        await enqueue(durable, engine, commit=False)
        committed = await enqueue(durable, engine)
        await eventually(lambda: work.calls, "the driver")
        assert work.calls == [committed]


async def test_a_driver_goes_on_until_nothing_is_left_to_do_now(engine: AsyncEngine) -> None:
    work = Work(0.0, 0.01, None)
    async with driving(engine, work.advance) as durable:
        request_id = await enqueue(durable, engine)
        await eventually(lambda: len(work.calls) == 3, "three calls")
        assert work.calls == [request_id] * 3


async def test_an_unexpected_error_does_not_end_a_driver(engine: AsyncEngine) -> None:
    work = Work(RuntimeError("who knows"), None)
    async with driving(engine, work.advance) as durable:
        await enqueue(durable, engine)
        await eventually(lambda: len(work.calls) == 2, "another try")


async def test_records_of_finished_drivers_and_of_dead_replicas_are_forgotten(engine: AsyncEngine) -> None:
    stuck, work = Stuck(), Work()
    async with driving(engine, stuck.advance, others=Others(unreachable=True), executor="dead") as durable:
        await enqueue(durable, engine)
        await eventually(lambda: stuck.begun, "the driver of the replica that dies")
    async with driving(engine, work.advance, executor="alive") as durable:
        await enqueue(durable, engine)
        await eventually(lambda: ended(engine), "a finished driver")
        now = datetime.now(UTC)
        assert await durable.forget(now - timedelta(hours=1), now - timedelta(hours=1)) == 0
        assert sorted(await left_behind(engine)) == ["PENDING", "SUCCESS"]
        assert await durable.forget(now, now) == 2
        assert await left_behind(engine) == []


async def test_the_bot_forgets_finished_drivers_by_itself(engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def none_left() -> bool:
        return not await left_behind(engine)

    async with driving(engine, Work().advance) as durable:
        await enqueue(durable, engine)
        await eventually(lambda: ended(engine), "a finished driver")
    monkeypatch.setattr("bot.durable.KEPT_FINISHED", timedelta())
    async with driving(engine, Work().advance):
        await eventually(none_left, "the tidying")


async def ended(engine: AsyncEngine) -> bool:
    return "SUCCESS" in await left_behind(engine)


async def test_a_database_that_does_not_answer_does_not_end_the_sweep(engine: AsyncEngine) -> None:
    sweeps: list[int] = []

    async def sweep() -> int:
        sweeps.append(1)
        if len(sweeps) == 1:
            raise StoreUnavailable
        return 0

    async with driving(engine, Work().advance, sweep):
        await eventually(lambda: len(sweeps) >= 2, "the second sweep")


async def test_the_loop_has_threads_again_after_the_engine_has_stopped(engine: AsyncEngine) -> None:
    async with driving(engine, Work().advance):
        pass
    assert await asyncio.to_thread(lambda: "still here") == "still here"


def test_a_driver_that_starts_while_the_loop_stands_still_waits_for_it(sqlite_url: str) -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    async def advance(_request_id: UUID) -> float | None:
        loops.append(asyncio.get_running_loop())
        return None

    async def go_on() -> None:
        await eventually(lambda: loops, "the driver")

    def is_taken() -> bool:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as looker:
            return not looker.execute("SELECT 1 FROM workflow_status WHERE status = 'ENQUEUED'").fetchone()

    with asyncio.Runner() as runner:
        engine = create_engine(sqlite_url)
        durable = Durable(sqlite_url, "alone")
        runner.run(durable.start(DriverTasks(advance=advance, sweep=nothing_due, hand_over=Others().take)))
        runner.run(enqueue(durable, engine))
        asyncio.run(eventually(is_taken, "the engine taking it"))
        runner.run(go_on())
        assert loops == [runner.get_loop()]
        runner.run(durable.stop(0))
        runner.run(engine.dispose())
