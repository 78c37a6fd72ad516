"""Drivers at work for a test, without a database, and what they are given to do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from approvals.errors import StoreUnavailable
from bot.driving import DriverTasks, Driving


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


async def always() -> float:
    """Something is due at any time."""
    return 0.0


class Due:
    """What is due: the seconds that each look finds until then, and how many a sweep finds."""

    def __init__(self, *waits: float | None, found: int = 1) -> None:
        self.waits = list(waits)
        self.found = found
        self.looks = self.sweeps = 0

    async def due_in(self) -> float | None:
        self.looks += 1
        return self.waits.pop(0) if self.waits else None

    async def sweep(self) -> int:
        self.sweeps += 1
        return self.found


class Others:
    """What other replicas are handed over, and whether a process that is alone has been told to go on."""

    def __init__(self, *, outages: int = 0) -> None:
        self.outages = outages
        self.received: list[UUID] = []
        self.resumed = 0

    async def take(self, request_ids: Sequence[UUID]) -> None:
        if self.outages:
            self.outages -= 1
            raise StoreUnavailable
        self.received += request_ids

    async def resume(self) -> None:
        self.resumed += 1


@asynccontextmanager
async def driving(
    advance: Callable[[UUID], Awaitable[float | None]],
    sweep: Callable[[], Awaitable[int]] = nothing_due,
    *,
    due_in: Callable[[], Awaitable[float | None]] = always,
    others: Others | None = None,
    alone: bool = False,
    grace: float = 0,
) -> AsyncIterator[Driving]:
    others = others or Others()
    drivers = Driving()
    tasks = DriverTasks(advance=advance, sweep=sweep, due_in=due_in, hand_over=others.take, resume=others.resume)
    await drivers.start(tasks, alone=alone)
    try:
        yield drivers
    finally:
        await drivers.stop(grace)
