"""Rows 5 and 6: clicks that come all at once, on many requests and on one."""

from tests.bench.figures import Samples
from tests.bench.stage import Stage

THIRTY, HUNDRED = 30, 100


async def on_many(stage: Stage, samples: Samples, count: int = THIRTY) -> None:
    """`count` approvers' clicks on as many requests at once: how long the last one waits for its acknowledgement."""
    await stage.submit(count)
    done = len(await stage.said("reissued", 0))
    load = await stage.send(await stage.ask("clicks", count=count), count)
    samples.add("thirty", stage.who, load.last)
    samples.add("thirty_refused", stage.who, load.refused)
    if not load.refused:
        await stage.said("reissued", done + count)
    await stage.calm()


async def on_one(stage: Stage, samples: Samples, count: int = HUNDRED) -> None:
    """`count` clicks on one request at once: the last acknowledgement, and what was not answered with 200."""
    await stage.submit(1)
    done = len(await stage.said("reissued", 0))
    load = await stage.send(await stage.ask("clicks", count=1, times=count), count)
    samples.add("hundred", stage.who, load.last)
    samples.add("hundred_refused", stage.who, load.refused)
    await stage.said("reissued", done + 1)
    await stage.calm()
