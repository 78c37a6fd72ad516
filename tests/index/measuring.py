"""The measurement: one refresh of the index beside a writer who wants to commit a row every few milliseconds."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from approvals.lookups.employee_index import EmployeeIndex
from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connection import Server
from bot.clock import SystemClock
from bot.drivers import surviving
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.approvals.lookups.indexing import rows_written
from tests.approvals.wire import BASE_URL
from tests.handlers.bench import no_driver
from tests.index.roster import Roster

EVERY = 0.005
"""Seconds between two writes of the other writer."""


ALONE = 30.0
"""Seconds for which the other writer is measured while there is no refresh: what the machine itself makes it wait."""


@dataclass(frozen=True)
class Measured:
    """What a refresh took: calls of the API, rows of employees written, and how long the other writer waited."""

    calls: int
    rows: int
    seconds: float
    megabytes: float
    waits: Sequence[float]

    @property
    def longest_wait(self) -> float:
        """The longest wait in seconds."""
        return max(self.waits)

    @property
    def usual_wait(self) -> float:
        """The wait in seconds that 99 of 100 were not longer than."""
        return sorted(self.waits)[len(self.waits) * 99 // 100]


async def measured(database_url: str, size: int) -> Measured:
    """Refresh the index from an API with so many employees."""
    engine, roster = create_engine(database_url), Roster(size)
    store = SqlStore(engine, no_driver)
    benefits = VitableConnect(Server(base_url=BASE_URL, api_key=ApiKey("key"), timeout=10.0, transport=roster))
    index = EmployeeIndex(store=store, benefits=benefits, clock=SystemClock(), holder="one", surviving=surviving)
    await _make_due(store)
    with rows_written(engine) as written:
        async with _another_writer(store) as waits:
            began = time.perf_counter()
            report = await index.refresh_if_due()
            seconds = time.perf_counter() - began
    assert report is not None
    assert (report.count, report.troubles) == (size, {})
    await benefits.aclose()
    await engine.dispose()
    return Measured(roster.calls, len(written), seconds, _peak(), tuple(waits))


async def idle(database_url: str, seconds: float) -> Measured:
    """No refresh at all."""
    engine = create_engine(database_url)
    async with _another_writer(SqlStore(engine, no_driver)) as waits:
        await asyncio.sleep(seconds)
    await engine.dispose()
    return Measured(0, 0, seconds, _peak(), tuple(waits))


def measured_alone(database_url: str, size: int | None) -> Measured:
    """A refresh in a process that does nothing else, or none (without a size)."""
    gc.freeze()
    gc.enable()  # as the bot does when it has started
    return asyncio.run(idle(database_url, ALONE) if size is None else measured(database_url, size))


@asynccontextmanager
async def _another_writer(store: SqlStore) -> AsyncIterator[list[float]]:
    """A person who opens their Home tab again and again; how long each time took until it was committed."""
    waits: list[float] = []

    async def write() -> None:
        while True:
            began = time.perf_counter()
            async with store.writing() as work:
                await work.homes.opened("U0NINA", SystemClock().now(), {})
                await work.commit()
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(EVERY)

    writing = asyncio.create_task(write())
    yield waits
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)


async def _make_due(store: SqlStore) -> None:
    async with store.writing() as work:
        await work.refreshes.hasten(SystemClock().now())
        await work.commit()


def _peak() -> float:
    """The most memory this process has had so far, in megabytes (Linux); 0 where that is not known."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
