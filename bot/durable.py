"""The durable engine: starts drivers, and has their work go on elsewhere if they are cut. The only module with DBOS.

A driver may be cut at any moment and run again from its first line: the truth is in our own tables, and `advance` is
idempotent. So the engine has no steps of a driver to remember, and a deploy changes nothing in them.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drivers import Advance, Drivers, surviving
from bot.engine_place import EnginePlace, engine_schema
from bot.logs.configure import ENGINE
from store.address import UnusableDatabase, sync_url, without_schema
from store.failures import translated
from store.sqlite_time import TimedConnection

DRIVE = "drive"
QUEUE = "drivers"
APPLICATION = "reissue-bot"

POLL = 0.1
"""Seconds between two looks into the queue. A click's driver starts after about 60 ms, for 4 % of a core."""

SWEEP_EVERY = 1.0
"""Seconds between two sweeps."""

TIDY_EVERY = 3600.0
"""Seconds between two removals of records that the engine does not need any more."""

KEPT_FINISHED = timedelta(hours=1)
"""How long the engine's record of a finished driver is kept, for operators to look at."""

KEPT_UNFINISHED = timedelta(days=1)
"""How long other replicas' records of unfinished drivers are kept. The sweep needs none; a restart on SQLite does."""

FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

NO_TABLES = (
    "The tables of the durable engine are missing or older, and the role in DATABASE_URL may not make them: run "
    "`python -m bot migrate` as the role that owns the tables."
)

BATCH = 500
"""Records that are deleted in one transaction."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class DriverTasks:
    """What drivers and loops call: `advance` one request, `sweep` for due ones, `hand_over` those that were cut."""

    advance: Advance
    sweep: Callable[[], Awaitable[int]]
    hand_over: Callable[[Sequence[UUID]], Awaitable[None]]


class Durable:
    """Runs drivers in this process. After a restart with the same `executor_id`, its unfinished drivers go on.

    `database_url` is the store's: an enqueued driver is part of the store's transaction.
    """

    def __init__(self, database_url: str, executor_id: str) -> None:
        place = EnginePlace.of(database_url)
        self._engine = place.engine
        self._config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": place.url,
            "system_database_engine": place.engine,
            "dbos_system_schema": place.schema,
            "use_listen_notify": False,  # it is for what drivers would send each other
            "application_version": "1",
            "executor_id": executor_id,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "notification_listener_polling_interval_sec": POLL,  # only because stopping waits for one round
        }
        if place.engine is None:
            self._config["db_engine_kwargs"] = {"connect_args": {"factory": TimedConnection}}
        self._client = DBOSClient(
            system_database_url=place.url,
            system_database_engine=place.engine,
            dbos_system_schema=place.schema,
            serializer=DBOSPortableJSONSerializer(),
            lazy=True,
            retry_connection_errors=False,
        )
        self.executor_id = executor_id
        self._loops: list[asyncio.Task[None]] = []

    async def enqueue(self, session: AsyncSession, request_id: UUID) -> None:
        """Have a driver started if the session's transaction commits."""
        options = EnqueueOptions(workflow_name=DRIVE, queue_name=QUEUE, workflow_id=f"{request_id}:{uuid4().hex[:12]}")

        def enqueue(connection: Session) -> None:
            self._client.enqueue_in_transaction(connection, options, str(request_id))

        await session.run_sync(enqueue)

    async def start(self, duties: DriverTasks) -> None:
        """Begin to drive and to sweep on the running loop; unfinished drivers of an earlier run go on.

        Drivers always run on that loop: the engine would use a loop of its own for some of them while ours is busy.
        """
        loop = asyncio.get_running_loop()
        self._duties, self._drivers = duties, Drivers(duties.advance)
        DBOS(config=self._config)

        @DBOS.workflow(name=DRIVE, max_recovery_attempts=1_000_000)
        async def drive(request_id: str) -> None:
            driving = self._drivers.drive(DBOS.workflow_id or request_id, UUID(request_id))
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(driving, loop))

        with _its_tables_made():
            DBOS.launch()
        await DBOS.register_queue_async(QUEUE, polling_interval_sec=POLL)
        self._loops = [
            asyncio.create_task(_again_and_again(duties.sweep, SWEEP_EVERY, "sweep_postponed")),
            asyncio.create_task(_again_and_again(self._tidy, TIDY_EVERY, "tidying_postponed")),
        ]

    async def stop(self, grace: float) -> None:
        """Stop. Drivers at work have `grace` seconds to finish their current step; the rest is handed over.

        Without the database nothing can be handed over: then the sweep finds it after the lease; on SQLite, a restart.
        """
        waiting = self._drivers.cut_the_waiting()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        with surviving("hand_over_postponed"):
            await self._pass_on(waiting)
        patience = 0 if self._drivers.are_idle else math.ceil(grace) + 1  # the engine's wait goes by whole seconds
        stopped = asyncio.create_task(
            asyncio.to_thread(DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=patience)
        )
        await self._drivers.cut(grace)
        await stopped
        asyncio.get_running_loop().set_default_executor(
            ThreadPoolExecutor()
        )  # the engine had put its own there, which is shut down now
        with surviving("hand_over_postponed"):
            await self._pass_on(await self._records(status="PENDING", executor_id=self.executor_id))
        self._client.destroy()
        if self._engine is not None:
            self._engine.dispose()

    async def forget(self, finished_before: datetime, unfinished_before: datetime) -> int:
        """Delete the engine's records of drivers that ended, and of drivers that other replicas left unfinished.

        Nothing depends on them, so two replicas may do it at once. Returns how many were deleted.
        """
        count = 0
        while ended := await self._records(status=FINISHED, completed_before=finished_before.isoformat(), limit=BATCH):
            await self._delete(ended)
            count += len(ended)
        begun = await self._records(status="PENDING", end_time=unfinished_before.isoformat())
        mine = set(await self._records(status="PENDING", executor_id=self.executor_id))
        left = [name for name in begun if name not in mine]
        await self._delete(left)
        return count + len(left)

    async def _tidy(self) -> None:
        now = datetime.now(UTC)
        await self.forget(now - KEPT_FINISHED, now - KEPT_UNFINISHED)

    async def _pass_on(self, names: list[str]) -> None:
        """Have the requests of drivers that were cut taken up at once, by the next replica that sweeps."""
        if names:
            await self._duties.hand_over([UUID(name.partition(":")[0]) for name in names])
            await self._delete(names)

    async def _records(self, **which: Any) -> list[str]:  # noqa: ANN401 - the engine's own conditions
        with translated():
            found = await self._client.list_workflows_async(**which, load_input=False, load_output=False)
        return [record.workflow_id for record in found]

    async def _delete(self, names: list[str]) -> None:
        with translated():
            await self._client.delete_workflows_async(names)


def migrate_engine(database_url: str) -> None:
    """Make or update the engine's own tables. Raises StoreUnavailable; UnusableDatabase if the role may not."""
    url = without_schema(sync_url(database_url)).render_as_string(hide_password=False)
    with _its_tables_made():
        DBOS.migrate(url, schema=engine_schema(database_url))


@contextmanager
def _its_tables_made() -> Iterator[None]:
    """For what may make the engine's tables. The engine would log its errors with a traceback; ours say what to do."""
    engine = logging.getLogger(ENGINE)
    level = engine.level
    engine.setLevel(logging.CRITICAL)
    try:
        with translated():
            yield
    except sa.exc.ProgrammingError as refused:
        raise UnusableDatabase(NO_TABLES) from refused
    finally:
        engine.setLevel(level)


async def _again_and_again(act: Callable[[], Awaitable[object]], seconds: float, failed: str) -> None:
    has_failed = False
    while True:
        had_failed, has_failed = has_failed, True
        with surviving(failed):
            await act()
            has_failed = False
        if had_failed and not has_failed:
            log.info("going_on_again", after=failed)
        await asyncio.sleep(seconds)
