"""Two replicas behind nginx, and people who click all the time while the replicas are restarted."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sandbox import cast
from sandbox.app import build_sandbox
from sandbox.server import serve
from sandbox.slack.delivery import ACK_SECONDS
from tests.chaos.balancer import Balancer
from tests.chaos.books import ApiBook
from tests.chaos.card_watch import Eyes, status_of
from tests.chaos.deliveries import Deliveries
from tests.office import Office
from tests.patience import PATIENCE, eventually
from tests.patient import FACTOR
from tests.places.environments import ROOT
from tests.places.nginx import Nginx, nginx
from tests.plain_http import plain_client
from tests.processes import Process, environment, free_port, get, serving, started

CROWD = 2000
"""Employees: one for each request, more than people make in the time."""

AT_ONCE = 6
"""People who click at the same time."""


@dataclass
class Replica:
    """One place for a process, always on the same port. `source` is the folder of the code that it runs, `python` the
    one whose environment has what that code needs."""

    env: dict[str, str]
    port: int
    log: Path
    source: Path = ROOT
    python: str | Path = sys.executable
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _process: Process | None = None

    async def start(self) -> None:
        """Start a process, and wait until it is ready."""
        running = started(self.env, self.log, python=self.python, folder=self.source, port=self.port)
        self._process = await self._stack.enter_async_context(running)
        await serving(self._process)
        await eventually(self.is_ready, "a replica that is ready")

    async def stop(self) -> None:
        """Stop it as a deploy does."""
        assert self._process is not None
        assert await self._process.stop() == 0, self._process.log

    async def restart(self) -> None:
        """Stop the process, and start the next one."""
        await self.stop()
        await self.start()

    async def close(self) -> None:
        """End what still runs."""
        await self._stack.aclose()

    async def is_ready(self) -> bool:
        """Whether it says that it is."""
        assert self._process is not None
        return (await get(self._process, "/readyz")).is_success


@dataclass(frozen=True)
class Site:
    """Everything, running."""

    office: Office
    replicas: Sequence[Replica]
    nginx: Nginx
    deliveries: Deliveries
    api: ApiBook
    told: dict[str, list[str]]
    made: dict[int, str] = field(default_factory=dict)

    async def click_until(self, is_over: Callable[[], bool]) -> None:
        """Let people make and approve one request after another."""
        numbers = count(1)

        async def person() -> None:
            while not is_over():
                await self._see_through(next(numbers))

        async with asyncio.TaskGroup() as people:
            for _ in range(AT_ONCE):
                people.create_task(person())

    async def all_reissued(self) -> None:
        """Wait until every request that was approved has come to its end."""
        eyes = Eyes(self.office.sandbox.workspace)
        labels = self.made.values()
        await eventually(
            lambda: all(status_of(eyes.cards(label)[-1]) == "reissued" for label in labels), "the end of every request"
        )

    async def _see_through(self, number: int) -> None:
        eyes = Eyes(self.office.sandbox.workspace)
        labels = await self.deliveries.request(cast.NINA, f"V0LOAD{number}", [number], f"qle_crowd_{number}_birth")
        assert labels, number
        (label,) = labels
        await eventually(lambda: eyes.cards(label), f"the card of {label}")
        assert await self.deliveries.press(cast.MARCUS, eyes.cards(label)[-1], "approve", label) is not None, label
        self.made[number] = label


@asynccontextmanager
async def site(database_url: str, folder: Path) -> AsyncIterator[Site]:
    """Two replicas on a database with our tables, not started yet, and nginx before them."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        sandbox = build_sandbox("", ack_seconds=FACTOR * ACK_SECONDS, crowd=CROWD)
        url = await enter(serve(sandbox.asgi))
        office = Office(sandbox, url, await enter(plain_client(base_url=url, timeout=PATIENCE)))
        env = environment(office, database_url, LOG_LEVEL="WARNING")
        replicas = [Replica(env, free_port(), folder / f"replica-{n}.log") for n in (1, 2)]
        for replica in replicas:
            stack.push_async_callback(replica.close)
        front = await enter(nginx([replica.port for replica in replicas], folder))
        sandbox.bot_url = f"{front.url}/slack/events"
        ears = Balancer(office.http)
        deliveries = Deliveries(sandbox.slack.delivery, ears, await enter(serve(ears.asgi)))
        yield Site(office, replicas, front, deliveries, ApiBook(sandbox), ears.told)
