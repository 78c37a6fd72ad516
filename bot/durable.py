"""The durable engine: drives requests, and sweeps for those that are due. The only module that knows DBOS.

A driver calls `advance` until nothing is left to do now. It may be cut at any moment and run again from its first
line: what is true stands in our own tables, and `advance` is idempotent. So a driver has no steps that the engine
would have to remember, and nothing in it changes with a deploy.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import UUID, uuid4

import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.errors import StoreUnavailable

Advance = Callable[[UUID], Awaitable[float | None]]
Sweep = Callable[[], Awaitable[int]]

DRIVE = "drive"
QUEUE = "drivers"
APPLICATION = "reissue-bot"

POLL = 0.1
"""Seconds between two looks into the queue: a click's driver starts after about 60 ms, at 4 % of a core."""

SWEEP_EVERY = 1.0
"""Seconds between two sweeps."""

WAITS_AFTER_ERRORS = (0.5, 1.0, 2.0, 4.0)
"""Seconds a driver waits after each unexpected error in a row, before it ends and leaves the rest to the sweep."""

log = structlog.get_logger()


class Durable:
    """Runs drivers in this process. Under the same `executor_id` its unfinished drivers go on after a restart.

    `database_url` is that of the store, in SQLAlchemy's synchronous form: an enqueued driver is part of the store's
    transaction.
    """

    def __init__(self, database_url: str, executor_id: str) -> None:
        self._config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": database_url,
            "application_version": "1",
            "executor_id": executor_id,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
        }
        self._client = DBOSClient(system_database_url=database_url, serializer=DBOSPortableJSONSerializer(), lazy=True)
        self._sweeping: asyncio.Task[None] | None = None
        self._drivers: set[asyncio.Task[None]] = set()
        self._at_work = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def enqueue(self, session: AsyncSession, request_id: UUID) -> None:
        """Have a driver started if the session's transaction commits."""
        options = EnqueueOptions(workflow_name=DRIVE, queue_name=QUEUE, workflow_id=f"{request_id}:{uuid4().hex[:12]}")

        def enqueue(connection: Session) -> None:
            self._client.enqueue_in_transaction(connection, options, str(request_id))

        await session.run_sync(enqueue)

    async def start(self, advance: Advance, sweep: Sweep) -> None:
        """Begin to drive and to sweep, on the running loop; unfinished drivers of an earlier run go on."""
        DBOS(config=self._config)

        @DBOS.workflow(name=DRIVE, max_recovery_attempts=1_000_000)
        async def drive(request_id: str) -> None:
            await self._drive(advance, UUID(request_id))

        DBOS.launch()
        await DBOS.register_queue_async(QUEUE, polling_interval_sec=POLL)
        self._sweeping = asyncio.create_task(_sweep_for_ever(sweep))

    async def stop(self, grace: float) -> None:
        """Stop; drivers at work have `grace` seconds, and whoever is cut runs again at the next start."""
        if self._sweeping is not None:
            self._sweeping.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), grace)
        for driver in self._drivers:
            driver.cancel()
        await asyncio.gather(*self._drivers, return_exceptions=True)
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)  # its own wait goes by whole seconds
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())  # it put its own there, now shut down
        self._client.destroy()

    async def _drive(self, advance: Advance, request_id: UUID) -> None:
        async def at_work(request_id: UUID) -> float | None:
            self._at_work += 1
            self._idle.clear()
            try:
                return await advance(request_id)
            finally:
                self._at_work -= 1
                if not self._at_work:
                    self._idle.set()

        driver = asyncio.ensure_future(_patiently(at_work, request_id))
        self._drivers.add(driver)
        try:
            await driver
        finally:
            self._drivers.discard(driver)


async def _patiently(advance: Advance, request_id: UUID) -> None:
    """Advance until nothing is left to do now. After some errors in a row the sweep takes over, when the lease ends."""
    delay: float | None = 0.0
    waits = iter(WAITS_AFTER_ERRORS)
    while delay is not None:
        await asyncio.sleep(delay)
        try:
            delay = await advance(request_id)
            waits = iter(WAITS_AFTER_ERRORS)
        except Exception:
            delay = next(waits, None)
            log.exception("driver_failed", request_id=str(request_id), again_in=delay or "the sweep's turn")


async def _sweep_for_ever(sweep: Sweep) -> None:
    while True:
        await asyncio.sleep(SWEEP_EVERY)
        try:
            await sweep()
        except StoreUnavailable:
            log.warning("sweep_postponed", reason="the database does not answer")
