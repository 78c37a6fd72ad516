"""The measurement: acknowledgements, memory and drivers of the bot, and what is posted, until nothing more is."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from store.columns import table_of
from store.engine import create_sync_engine
from store.tables import CardRow, RequestRow
from tests.bench.machine import processor_seconds, resident_megabytes
from tests.bench.stage import OURS, Load, Stage, staged
from tests.bench.stores import Store

CONNECTIONS = 100
"""Deliveries under way at once; each is sent when it is due, whether or not those before it were answered."""

LOOK_EVERY, LATER = 2.0, 10.0
"""Seconds between two looks at the bot, at first and from twice the burst's length on."""

COPIES = 3
"""Messages about a new request: the card, the first post in its thread, the requester's copy."""

STALLED = 120.0
"""Seconds without a post after which no more are expected."""

SETTLED = 10.0
"""Seconds after the burst until its last submissions are carried out."""

SLACK_WAITS = 3.0
"""Seconds for which Slack waits for an acknowledgement."""

Posts = Mapping[str, Sequence[tuple[float, int]]]


@dataclass(frozen=True, kw_only=True)
class Burst:
    """`count` submissions in `over` seconds, while a channel takes one post every `pace` seconds. It is looked at for
    `within` seconds at most."""

    count: int = 2000
    over: float = 60.0
    pace: float = 1.0
    settling: float = 10.0
    within: float = 10_800.0


@dataclass(frozen=True, kw_only=True)
class Look:
    """The bot at one moment: seconds since the first submission, megabytes, drivers, processor seconds, and what was
    posted so far."""

    at: float
    memory: float
    drivers: int
    used: float
    posted: int


@dataclass(kw_only=True)
class Found:
    """What came of it. `stored` are the requests, `missing` the copies on record that Slack has not confirmed.

    `answers` counts Slack's answers to posts by status.
    """

    burst: Burst
    load: Load
    looks: list[Look] = field(default_factory=list)
    posts: Posts = field(default_factory=dict)
    stored: int = 0
    missing: int = 0
    answers: Counter[int] = field(default_factory=Counter)

    @property
    def after(self) -> list[Look]:
        """The looks after the burst, without the first seconds, in which the last submissions are carried out."""
        return [look for look in self.looks if look.at > self.burst.over + SETTLED]

    def faults(self) -> list[str]:
        """What is wrong, in sentences."""
        expected = list(range(1, self.burst.count + 1))
        longest = max(waits_of(self.load))
        numbers = {name: [number for _, number in some] for name, some in self.posts.items()}
        found = [
            *([f"{self.load.refused} submissions were not answered with 200."] if self.load.refused else []),
            *([f"One was acknowledged after {longest:.1f} s."] if longest > SLACK_WAITS else []),
            *([f"{self.stored} of {len(expected)} requests are stored."] if self.stored != len(expected) else []),
            *([f"{self.missing} copies are not confirmed."] if self.missing else []),
        ]
        for name, some in numbers.items():
            if sorted(some) != expected:
                found.append(f"{name}: {len(some)} posts about {len(set(some))} requests, not one about each.")
            if some != sorted(some):
                found.append(f"{name}: {_out_of_order(some)} posts are not in the order of the numbers.")
        return found


def waits_of(load: Load) -> list[float]:
    """Seconds until each acknowledgement."""
    return [answered - sent for sent, answered in zip(load.sent, load.answered, strict=True)]


async def measured(
    burst: Burst, store: Store, folder: Path, answered: Callable[[Load], object], tell: Callable[[Look], object]
) -> Found:
    """Submit, and look until all is posted, or until nothing more is. `answered` is called once all are acknowledged,
    `tell` after each look."""
    with store.fresh() as url:
        async with staged("ours", OURS, url, folder, burst.count) as stage:
            await stage.ask("post-limit", seconds=burst.pace)
            deliveries = await stage.ask("submissions", first=1, last=burst.count)
            await asyncio.sleep(burst.settling)
            looks = [await _look(stage, time.monotonic())]
            sending = asyncio.create_task(stage.send(deliveries, CONNECTIONS, burst.over))
            sending.add_done_callback(lambda sent: answered(sent.result()))
            begun = time.monotonic()
            await _look_on(stage, begun, burst, looks, tell)
            found = Found(burst=burst, load=await sending, looks=looks, posts=await stage.ask("posts"))
            calls = [status for _, call, status, _ in await stage.calls() if call == "chat.postMessage"]
            found.answers.update(calls)
            found.stored, found.missing = _recorded(url)
            return found


async def _look_on(stage: Stage, begun: float, burst: Burst, looks: list[Look], tell: Callable[[Look], object]) -> None:
    last = looks[0]
    while last.posted < COPIES * burst.count and looks[-1].at < min(burst.within, last.at + max(STALLED, burst.over)):
        await asyncio.sleep(LOOK_EVERY if looks[-1].at < 2 * burst.over else LATER)
        looks.append(await _look(stage, begun))
        last = looks[-1] if looks[-1].posted > last.posted else last
        tell(looks[-1])
    await asyncio.sleep(LOOK_EVERY)
    looks.append(await _look(stage, begun))


async def _look(stage: Stage, begun: float) -> Look:
    page = (await stage.http.get(f"{stage.bot.url}/metrics")).text
    drivers = next(line.split()[1] for line in page.splitlines() if line.startswith("reissue_drivers "))
    return Look(
        at=max(time.monotonic() - begun, 0.0),
        memory=resident_megabytes(stage.bot.pid),
        drivers=int(float(drivers)),
        used=processor_seconds(stage.bot.pid),
        posted=sum(map(len, (await stage.ask("posts")).values())),
    )


def _recorded(url: str) -> tuple[int, int]:
    """The requests that are stored, and the copies that Slack has not confirmed."""
    card, engine = table_of(CardRow), create_sync_engine(url)
    is_missing = sa.or_(card.c.ts.is_(None), card.c.unconfirmed > 0)
    with engine.connect() as connection:
        stored = connection.execute(sa.select(sa.func.count()).select_from(table_of(RequestRow))).scalar_one()
        missing = connection.execute(sa.select(sa.func.count()).select_from(card).where(is_missing)).scalar_one()
    engine.dispose()
    return stored, missing


def _out_of_order(numbers: Sequence[int]) -> int:
    """How many come after a higher one."""
    highest, count = 0, 0
    for number in numbers:
        count += number < highest
        highest = max(highest, number)
    return count
