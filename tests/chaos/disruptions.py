"""What befalls the bot's processes and its database: kills at random and at the worst moment, pauses, outages."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from sandbox.faults import FaultRule
from tests.chaos.books import ApiBook
from tests.chaos.databases import RUSHED, Shelf
from tests.chaos.plan import LATEST_EFFECT, Plan
from tests.chaos.replicas import Fleet, Replica

AMBUSH = 3.0
"""Seconds for which a kill may wait for a POST to be under way."""

PAUSE = (1.5, 8.0)
"""Seconds of a SIGSTOP, shortest and longest: beyond the API's timeout, and beyond an attempt's time to be lost."""


@dataclass
class Disruptions:
    """The blows of one series. `struck` counts them by kind, `times` is when (unix seconds, begin and end)."""

    plan: Plan
    fleet: Fleet
    shelf: Shelf
    api: ApiBook
    random: Random
    struck: Counter[str] = field(default_factory=Counter)
    times: list[tuple[float, float]] = field(default_factory=list)

    async def strike(self, progress: Callable[[], float]) -> None:
        """All of them, spread over the work: `progress` is the share of it that has been begun."""
        kinds = self._kinds()
        for n, kind in enumerate(kinds):
            share = (n + 1) / (len(kinds) + 1)
            await _until(lambda share=share: progress() >= share, 60)  # type: ignore[misc]
            await asyncio.sleep(self.random.uniform(0, 1))
            await getattr(self, f"_{kind}")()

    def _kinds(self) -> list[str]:
        rest = max(1, self.plan.kills // 10)
        outage = ["restart_database"] if self.plan.database == "postgresql" else ["fill_disk"]
        ambushes = self.plan.kills // 3
        kinds = ["ambush"] * ambushes + ["kill"] * (self.plan.kills - ambushes)
        kinds += ["pause"] * rest + outage * max(1, self.plan.kills // 20)
        self.random.shuffle(kinds)
        return kinds

    async def _kill(self) -> None:
        victim = self.fleet.any()
        if self.random.random() < 0.9:  # otherwise also while it starts
            await victim.serving()
        await self._killed(victim)

    async def _ambush(self) -> None:
        """Kill a process when a POST has just arrived; of several replicas it may be another than the sender."""
        victim = self.fleet.any()
        await victim.serving()
        before = self.api.count()
        if len(self.fleet.replicas) == 1:
            self.api.sandbox.faults.add(
                FaultRule(target="benefits", call="reissue", kind="hang", seconds=LATEST_EFFECT)
            )
        await _until(lambda: self.api.count() > before, AMBUSH)
        await self._killed(victim)

    async def _killed(self, victim: Replica) -> None:
        began = time.time()
        await victim.kill()
        await victim.start()
        self._note("kills", began)

    async def _pause(self) -> None:
        victim = self.fleet.any()
        await victim.serving()
        began = time.time()
        victim.freeze()
        await asyncio.sleep(self.random.uniform(*PAUSE))
        victim.thaw()
        self._note("pauses", began)

    async def _restart_database(self) -> None:
        began = time.time()
        assert self.shelf.restart is not None
        await asyncio.to_thread(self.shelf.restart, self.random.choice(RUSHED))
        self._note("outages", began)

    async def _fill_disk(self) -> None:
        """No room for some seconds; then there is again, for the same process or for one that is started anew."""
        victim = self.fleet.any()
        await victim.serving()
        began = time.time()
        victim.fill_disk()
        await asyncio.sleep(self.random.uniform(1, 4))
        if self.random.random() < 0.5:
            await victim.kill()
            await victim.start()
        victim.free_disk()
        self._note("outages", began)

    def _note(self, kind: str, began: float) -> None:
        self.struck[kind] += 1
        self.times.append((began, time.time()))


async def _until(happened: Callable[[], bool], patience: float) -> None:
    """Wait for something, at most `patience` seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while not happened():  # noqa: ASYNC110 it happens in another process
                await asyncio.sleep(0.01)
