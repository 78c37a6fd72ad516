"""The rounds: ours and the baseline in turn, each on a fresh sandbox and a fresh database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Samples
from tests.bench.rows import approving
from tests.bench.stage import Stage, Who, staged
from tests.bench.stores import Store

Tell = Callable[[str], None]

IN_ROUNDS = frozenset({1, 2, 3, 4, 5, 6, 7, 8})
"""The rows that are measured on a running bot."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which rows, and how much of each."""

    rows: frozenset[int]
    rounds: int = 3
    approvals: int = 40
    singles: int = 10

    @property
    def crowd(self) -> int:
        """Enough employees for every request of a round."""
        return self.approvals + self.singles + 100


async def play(plan: Plan, store: Store, folder: Path, samples: Samples, tell: Tell) -> None:
    """All rounds on one kind of database."""
    for number in range(1, plan.rounds + 1):
        order: Sequence[Who] = ("ours", "baseline") if number % 2 else ("baseline", "ours")
        for who in order:
            tell(f"{store.kind}, round {number} of {plan.rounds}: {who}")
            with store.fresh() as url:
                async with staged(who, url, folder, plan.crowd) as stage:
                    await _play_one(plan, stage, samples)


async def _play_one(plan: Plan, stage: Stage, samples: Samples) -> None:
    await approving.warm_up(stage)
    if plan.rows & {3, 4}:
        await approving.one_by_one(stage, samples, plan.singles)
    if 1 in plan.rows:
        await approving.many(stage, samples, plan.approvals)
