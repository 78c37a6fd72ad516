"""The rounds: ours and the baseline in turn, each on a fresh sandbox and a fresh database."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.figures import Samples
from tests.bench.large.filling import Size
from tests.bench.rows import approving, crowding, forms, idling, large
from tests.bench.stage import BARE_BOLT, OURS, TUTORIAL, DidNotHappen, Stage, Who, staged
from tests.bench.stores import Store

Tell = Callable[[str], None]

BESIDE_TUTORIAL = frozenset({1, 3, 4, 5, 6, 8})
"""The rows with a running bot, beside which the baseline is measured that a tutorial shows."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which rows, and how much of each: counts, and seconds."""

    rows: frozenset[int]
    rounds: int = 3
    approvals: int = 40
    singles: int = 10
    forms: int = 400
    settling: float = 10.0
    idle: float = 20.0
    at_once: int = crowding.THIRTY
    on_one: int = crowding.HUNDRED
    size: Size = field(default_factory=Size)
    times: int = large.TIMES

    @property
    def crowd(self) -> int:
        """Enough employees for every request of a round."""
        return self.approvals + self.singles + self.at_once + 20


@dataclass(frozen=True)
class Rounds:
    """All rounds on one kind of database. `folder` is for logs and for what one bot leaves to another."""

    plan: Plan
    store: Store
    folder: Path
    samples: Samples
    tell: Tell

    async def play(self) -> None:
        """What needs a running bot, round by round. Who comes first changes, so that no one has the quieter times."""
        for number in range(1, self.plan.rounds + 1):
            self.tell(f"{self.store.kind}: round {number} of {self.plan.rounds}")
            for act in self._acts(is_odd=number % 2 == 1):
                await self._survived(act, number)

    async def _survived(self, act: Coroutine[Any, Any, None], number: int) -> None:
        """What does not happen in time is left out, and the table says so."""
        try:
            await act
        except DidNotHappen as trouble:
            self.tell(f"  left out: {trouble}")
            self.samples.notes.setdefault("left out", []).append(f"round {number}: {trouble}")

    def _acts(self, *, is_odd: bool) -> list[Coroutine[Any, Any, None]]:
        rows, acts = self.plan.rows, list[Coroutine[Any, Any, None]]()
        if rows & BESIDE_TUTORIAL or 7 in rows:
            acts.append(self._ours())
        if rows & BESIDE_TUTORIAL:
            acts.append(self._tutorial())
        if 7 in rows:
            acts.append(self._bare_bolt())
        if 2 in rows and self.store.kind == "postgresql":
            acts += [self._on_processes(count) for count in (1, 2)]
        return acts if is_odd else acts[::-1]

    def look_into_large(self) -> None:
        """What needs a large database."""
        if 9 in self.plan.rows:
            times = (1, self.plan.times)  # digests go out once a day
            large.measure(self.store, self.plan.size, times, self.samples, self.tell)

    async def _ours(self) -> None:
        async with self._staged("ours", OURS) as stage:
            await self._perform(stage)
            if 7 in self.plan.rows:
                await forms.opened(stage, self.samples, self.plan.forms)

    async def _tutorial(self) -> None:
        async with self._staged("baseline", TUTORIAL) as stage:
            await self._perform(stage)

    async def _bare_bolt(self) -> None:
        async with self._staged("baseline", BARE_BOLT) as stage:
            await forms.opened(stage, self.samples, self.plan.forms)

    async def _on_processes(self, count: int) -> None:
        async with self._staged("ours", OURS, count) as stage:
            await approving.on_several_processes(stage, self.samples, self.plan.approvals)

    async def _perform(self, stage: Stage) -> None:
        """The rows that ours and the tutorial's bot have in common."""
        plan, samples = self.plan, self.samples
        if 8 in plan.rows:
            await idling.idle(stage, samples, plan.settling, plan.idle)
        if plan.rows & {1, 3, 4, 5, 6}:
            await approving.warm_up(stage)
        if plan.rows & {3, 4}:
            await approving.one_by_one(stage, samples, plan.singles)
        if 1 in plan.rows:
            await approving.many(stage, samples, plan.approvals)
        if 5 in plan.rows:
            await crowding.on_many(stage, samples, plan.at_once)
        if 6 in plan.rows:
            await crowding.on_one(stage, samples, plan.on_one)

    @asynccontextmanager
    async def _staged(self, who: Who, module: str, processes: int = 1) -> AsyncIterator[Stage]:
        with self.store.fresh() as url:
            async with staged(who, module, url, self.folder, self.plan.crowd, processes) as stage:
                yield stage
