"""Row 9: a large database, built once for all rounds."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from tests.bench.figures import Samples
from tests.bench.large.filling import Size, fill
from tests.bench.large.measuring import measured_alone
from tests.bench.stores import Store

TIMES = 9
"""How often each thing is done in a round."""


def measure(store: Store, size: Size, often: tuple[int, int], samples: Samples, tell: Callable[[str], None]) -> None:
    """Fill a database, and measure in it: `often` is how many rounds, each a process of its own, and how many times in
    each."""
    rounds, times = often
    alone = multiprocessing.get_context("spawn")
    with store.fresh() as url, ProcessPoolExecutor(1, alone, max_tasks_per_child=1) as processes:
        tell(f"{store.kind}: filling a database with {size.closed + size.open:,} requests")
        processes.submit(fill, url, size).result()
        for number in range(1, rounds + 1):
            tell(f"{store.kind}, large database, round {number} of {rounds}")
            for key, value in processes.submit(measured_alone, url, size.closed + size.open, times).result().items():
                samples.add(key, "ours", value)
