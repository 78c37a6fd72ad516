"""A durable engine at work for a test, and its tasks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.errors import StoreUnavailable
from bot.durable import DriverTasks, Durable
from store.address import is_sqlite
from store.engine import reading


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
    await durable.start(DriverTasks(advance=advance, sweep=sweep, hand_over=(others or Others()).take))
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
