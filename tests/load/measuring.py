"""The measurement: seconds from a signed click to its acknowledgement, idle and among strangers."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from tests.office import open_office
from tests.processes import Process, web_at_work

SLACK_WAITS = 3.0
"""Seconds for which Slack waits for an acknowledgement."""

MOST = 10
"""How many times as long as without strangers the median click may take."""


@dataclass(frozen=True)
class Clicks:
    """How long some clicks took, in seconds."""

    kind: str
    seconds: Sequence[float]

    @property
    def usual(self) -> float:
        """The median."""
        return median(self.seconds)

    @property
    def longest(self) -> float:
        """The longest."""
        return max(self.seconds)


async def measured(folder: Path, kinds: Sequence[str], count: int) -> list[Clicks]:
    """Click `count` times without strangers, then among each kind of them. The bot is a process of its own."""
    async with open_office() as office, web_at_work(office, folder / "reissue.db", LOG_LEVEL="ERROR") as process:
        card = await office.nina.requests("ada")

        async def clicks(kind: str) -> Clicks:
            seconds = []
            for _ in range(count):
                begun = time.monotonic()
                clicked = await office.marcus.click(card, "details")
                seconds.append(time.monotonic() - begun)
                assert clicked["ok"], clicked
            return Clicks(kind, seconds)

        await clicks("warming up")
        found = [await clicks("none")]
        for kind in kinds:
            async with strangers(process, kind):
                found.append(await clicks(kind))
        return found


@asynccontextmanager
async def strangers(process: Process, kind: str) -> AsyncIterator[None]:
    """Strangers at work, in a process of their own."""
    arguments = "-m", "tests.load.strangers", str(urlsplit(process.url).port), kind
    running = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    try:
        assert running.stdout is not None
        await running.stdout.readline()
        yield
    finally:
        running.kill()
        await running.wait()


def faults_of(found: Sequence[Clicks]) -> list[str]:
    """What is wrong with a measurement, in sentences. The first clicks are those without strangers."""
    idle, *others = found
    slow = [one for one in others if one.usual > MOST * idle.usual]
    late = [one for one in others if one.longest > SLACK_WAITS]
    return [
        *(f"{one.kind}: the median is {one.usual / idle.usual:.1f} times the idle one." for one in slow),
        *(f"{one.kind}: a click took {one.longest:.1f} s, longer than Slack waits." for one in late),
    ]
