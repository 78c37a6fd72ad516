"""The durable engine: drivers start with the transaction, survive errors, and run again after a cut."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.errors import StoreUnavailable
from bot.durable import Durable, Duties
from store.engine import create_engine, is_sqlite, reading
from tests.office import eventually

pytestmark = pytest.mark.anyio


class Work:
    """What a driver is given to do: the delays it returns, one at each call; an exception is raised instead."""

    def __init__(self, *results: float | Exception | None) -> None:
        self.results = list(results)
        self.calls: list[UUID] = []

    async def advance(self, request_id: UUID) -> float | None:
        self.calls.append(request_id)
        result = self.results.pop(0) if self.results else None
        if isinstance(result, Exception):
            raise result
        return result


class Stuck:
    """Work that is under way until it is set free."""

    def __init__(self, result: float | None = None) -> None:
        self.begun: list[UUID] = []
        self.free = asyncio.Event()
        self.result = result

    async def advance(self, request_id: UUID) -> float | None:
        self.begun.append(request_id)
        await self.free.wait()
        return self.result


async def nothing_due() -> int:
    return 0


class Others:
    """What other replicas are handed over."""

    def __init__(self, *, unreachable: bool = False) -> None:
        self.unreachable = unreachable
        self.received: list[UUID] = []

    async def take(self, request_ids: Sequence[UUID]) -> None:
        if self.unreachable:
            raise StoreUnavailable
        self.received += request_ids


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def driving(
    engine: AsyncEngine,
    advance: Callable[[UUID], Awaitable[float | None]],
    sweep: Callable[[], Awaitable[int]] = nothing_due,
    *,
    others: Others | None = None,
    executor: str = "alone",
    grace: float = 0,
) -> AsyncIterator[Durable]:
    durable = Durable(engine.url.render_as_string(hide_password=False).replace("+aiosqlite", ""), executor)
    await durable.start(Duties(advance=advance, sweep=sweep, hand_over=(others or Others()).take))
    try:
        yield durable
    finally:
        await durable.stop(grace)


async def left_behind(engine: AsyncEngine) -> list[str]:
    """The states of the engine's records."""
    table = "workflow_status" if is_sqlite(engine.url) else "dbos.workflow_status"
    async with reading(engine).connect() as connection:
        return list(await connection.scalars(sa.text(f"SELECT status FROM {table}")))  # noqa: S608 - one of two names


async def enqueue(durable: Durable, engine: AsyncEngine, *, commit: bool = True) -> UUID:
    request_id = uuid4()
    async with AsyncSession(engine) as session:
        await durable.enqueue(session, request_id)
        if commit:
            await session.commit()
    return request_id


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
        at_work = await enqueue(durable, engine)
        await eventually(lambda: stuck.begun, "the one at work")
        asleep = await enqueue(durable, engine)
        await eventually(lambda: waiting, "the one that waits")
        stopping = asyncio.create_task(durable.stop(20))
        await eventually(lambda: others.received, "the hand-over")
        assert others.received == [asleep]
        stuck.free.set()
        await stopping
    assert at_work not in others.received


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
        runner.run(durable.start(Duties(advance=advance, sweep=nothing_due, hand_over=Others().take)))
        runner.run(enqueue(durable, engine))
        asyncio.run(eventually(is_taken, "the engine taking it"))
        runner.run(go_on())
        assert loops == [runner.get_loop()]
        runner.run(durable.stop(0))
        runner.run(engine.dispose())
