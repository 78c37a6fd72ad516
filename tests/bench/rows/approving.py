"""Rows 1 to 4: approvals a second, calls for one approval, and how long one takes."""

import time
from collections import Counter
from collections.abc import Callable

from tests.bench.figures import Column, Samples, percentile
from tests.bench.machine import busy_seconds
from tests.bench.stage import Stage

CONNECTIONS = 8
"""How many clicks are under way at once while many requests wait."""


async def warm_up(stage: Stage, count: int = 2) -> None:
    """Approve some requests before anything is measured."""
    await stage.submit(count)
    await _approve(stage, count)
    await stage.calm()


async def many(stage: Stage, samples: Samples, count: int, between: Callable[[], object] = lambda: None) -> None:
    """Approve `count` requests as fast as it goes; several approvers click. `between` is called before the first."""
    await stage.submit(count)
    between()
    before, used = len(await stage.calls()), stage.used()
    begun, shown = await _approve(stage, count)
    await stage.calm()
    calls = await stage.calls(after=before)
    last = max(at for target, _, _, at in calls if target == "slack")
    samples.add("approvals", stage.who, count / (max(shown) - begun))
    samples.add("approvals_told", stage.who, count / (last - begun))
    for who, seconds in stage.used().items():
        samples.add(f"approval_{who}", stage.who, (seconds - used[who]) / count * 1000)


async def on_several_processes(stage: Stage, samples: Samples, count: int) -> None:
    """The same on one process or on two, which are both ours; the clicks go to them in turn."""
    await warm_up(stage)
    await stage.submit(count)
    worked, since = busy_seconds(), time.monotonic()
    begun, shown = await _approve(stage, count)
    worked, took = busy_seconds() - worked, time.monotonic() - since
    who: Column = "baseline" if len(stage.bots) == 1 else "ours"
    samples.add("two", who, count / (max(shown) - begun))
    samples.add("two_busy", who, worked / took)


async def one_by_one(stage: Stage, samples: Samples, count: int) -> None:
    """Approve one request after another, each when all is calm: how long it takes, and which calls it makes."""
    await stage.submit(count)
    took, made = [], []
    for _ in range(count):
        before = len(await stage.calls())
        begun, shown = await _approve(stage, 1)
        took.append((shown[-1] - begun) * 1000)
        await stage.calm()
        made.append(Counter(call for target, call, _, _ in await stage.calls(after=before) if target == "slack"))
    samples.add("click_p50", stage.who, percentile(took, 0.5))
    samples.add("click_p95", stage.who, percentile(took, 0.95))
    usual = sorted(made, key=Counter.total)[len(made) // 2]
    samples.add("calls", stage.who, usual.total())
    samples.notes[f"calls of {stage.who}"] = dict(usual)


async def _approve(stage: Stage, count: int) -> tuple[float, list[float]]:
    """Approve the oldest requests that wait; when the first click was sent, and when the cards said Reissued.

    Who is not answered clicks once more, once all is calm, if the card still waits: what that takes counts.
    """
    done = len(await stage.said("reissued", 0))
    load = await stage.send(await stage.ask("clicks", count=count), min(count, CONNECTIONS))
    begun = load.begun
    while load.refused:
        stage.tell(f"{load.refused} clicks were not answered with 200")
        await stage.calm()
        missing = done + count - len(await stage.said("reissued", 0))
        if not missing:
            break
        load = await stage.send(await stage.ask("clicks", count=missing), min(missing, CONNECTIONS))
    shown = await stage.said("reissued", done + count)
    return begun, shown[done:]
