"""Row 7: how many forms a second `/reissue` opens."""

import json

from tests.bench.figures import Samples
from tests.bench.stage import DidNotHappen, Stage

CONNECTIONS = 16


async def opened(stage: Stage, samples: Samples, count: int) -> None:
    """Type `/reissue` `count` times, over 16 connections, until the last form is open and the last answer there."""
    await stage.send(await stage.ask("commands", count=2), 1)
    await stage.calm()
    before, used = len(await stage.calls()), stage.used()
    load = await stage.send(await stage.ask("commands", count=count), CONNECTIONS)
    if load.refused:
        raise DidNotHappen(f"{load.refused} of {count} commands were not answered with 200")
    await stage.calm()
    shown = [at for _, call, _, at in await stage.calls(after=before) if call == "views.open"]
    samples.add("answers", stage.who, count / load.last)
    samples.add("forms", stage.who, count / (max(*load.answered, *shown) - load.begun))
    for who, seconds in stage.used().items():
        samples.add(f"form_{who}", stage.who, (seconds - used[who]) / count * 1000)
    if stage.who == "ours":
        stage.recorded_form.write_text(json.dumps(await stage.ask("form")), encoding="utf-8")
