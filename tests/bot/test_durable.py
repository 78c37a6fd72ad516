"""The durable engine: drivers start with the transaction, survive errors, and run again after a cut."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.errors import StoreUnavailable
from bot.durable import Durable
from store.engine import create_engine, sync_url
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


async def nothing_due() -> int:
    return 0


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(sqlite_url)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def driving(
    engine: AsyncEngine,
    advance: Callable[[UUID], Awaitable[float | None]],
    sweep: Callable[[], Awaitable[int]] = nothing_due,
) -> AsyncIterator[Durable]:
    durable = Durable(sync_url(str(engine.url)).render_as_string(hide_password=False), "alone")
    await durable.start(advance, sweep)
    try:
        yield durable
    finally:
        await durable.stop(0)


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


async def test_a_driver_that_was_cut_runs_again_after_a_restart(engine: AsyncEngine) -> None:
    begun: list[UUID] = []

    async def never_done(request_id: UUID) -> float | None:
        begun.append(request_id)
        await asyncio.Event().wait()
        return None

    async with driving(engine, never_done) as durable:
        request_id = await enqueue(durable, engine)
        await eventually(lambda: begun, "the first driver")
    work = Work()
    async with driving(engine, work.advance):
        await eventually(lambda: work.calls == [request_id], "the driver after the restart")


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
