"""`--profile`: where the time of approvals goes, as shares of the main thread and as calls for each approval."""

import asyncio
import pstats
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Samples
from tests.bench.rows import approving
from tests.bench.stage import Stage, staged
from tests.bench.stores import Store

MODULE = "tests.bench.profiled"

MOST = 30
"""Lines of each list."""

WRITTEN = 5.0
"""Seconds for which the bot may be busy before it sees a signal, and writes its file."""

ROOMS = ("approvals", "benefits", "bot", "handlers", "store")

WAITING = frozenset({"<method 'poll' of 'select.epoll' objects>", "<method 'poll' of 'select.poll' objects>"})
"""Where the main thread waits for others."""

COUNTED = {
    "SQL statements": ("sqlalchemy/engine/base.py", "_execute_context"),
    "transactions": ("sqlalchemy/engine/base.py", "_begin_impl"),
    "commits": ("sqlalchemy/engine/base.py", "_commit_impl"),
    "statements built": ("sqlalchemy/sql/cache_key.py", "_generate_cache_key"),
    "requests read from rows": ("store/mapping.py", "request_or_newer"),
    "HTTP requests to the API": ("httpx/_client.py", "build_request"),
}
"""What is counted for each approval, and the function that does it: none that awaits, since each wake counts there."""


async def profile(store: Store, folder: Path, count: int) -> str:
    """Approve `count` requests while samples are taken, and as many while calls are counted; the findings as text."""
    found = Samples()
    with store.fresh() as url:
        async with staged("ours", MODULE, url, folder, 3 * count + 10) as stage:
            await approving.warm_up(stage)
            await _during(stage, signal.SIGUSR1, found, count)
            await _during(stage, signal.SIGUSR2, found, count)
    stacks, calls = folder / "stacks.txt", folder / "calls.prof"
    return "\n".join([*_shares(stacks.read_text(encoding="utf-8")), "", *_calls(calls, count)])


async def _during(stage: Stage, number: signal.Signals, found: Samples, count: int) -> None:
    """The requests are submitted first: only their approvals are looked into."""
    await approving.many(stage, found, count, between=lambda: stage.bot.running.send_signal(number))
    stage.bot.running.send_signal(number)
    await asyncio.sleep(WRITTEN)


def _shares(stacks: str) -> Iterator[str]:
    """The share of all samples that each package was at the end of, and each function of ours anywhere in."""
    ends, within, total = Counter[str](), Counter[str](), 0
    for line in stacks.splitlines():
        stack, _, times = line.rpartition(" ")
        functions = stack.split(";")
        total += int(times)
        ends[functions[-1].partition("/")[0]] += int(times)
        for each in {function for function in functions if function.partition("/")[0] in ROOMS}:
            within[each] += int(times)
    yield f"{total} samples; the innermost function was in (python: also the wait for SQLite's thread)"
    yield from (f"  {times / total:6.1%}  {package}" for package, times in ends.most_common(MOST // 2))
    yield "with all that it calls:"
    yield from (f"  {times / total:6.1%}  {function}" for function, times in within.most_common(MOST))


def _calls(file: Path, count: int) -> Iterator[str]:
    """How often some things are done for each approval, and the functions that are called most or longest."""
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]
    yield "for each approval:"
    for what, (place, name) in COUNTED.items():
        times = sum(row[1] for (path, _, called), row in stats.items() if path.endswith(place) and called == name)
        yield f"  {times / count:8.1f}  {what}"
    yield f"  {sum(row[1] for row in stats.values()) / count:8,.0f}  calls in all"
    yield "the most of the time by themselves (ms and calls for each approval):"
    at_work = ((place, row) for place, row in stats.items() if place[2] not in WAITING)
    longest = sorted(at_work, key=lambda entry: -entry[1][2])[:MOST]
    for (path, line, name), row in longest:
        place = "/".join(path.split("/")[-3:])
        yield f"  {row[2] / count * 1000:7.2f} {row[1] / count:9.1f}  {place}:{line} {name}"
