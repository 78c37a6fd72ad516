"""`python -m tests.index`: the table of a first and an unchanged refresh at each size, on each database.

The last columns say how long another writer waits, who commits a row every few milliseconds. In the row `none` there is
no refresh: that wait is the machine's.

Each refresh is a process of its own, so that its memory is its own. The API is in that process too and answers at once,
so the seconds are the bot's, pauses between calls included.
"""

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from store import migrate
from tests.growth.__main__ import DATABASES
from tests.index.measuring import measured_alone

SIZES = (1_000, 100_000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.index", description="What a refresh of the index takes.")
    parser.add_argument("--database", choices=list(DATABASES), help="only this one")
    parser.add_argument("--size", type=int, choices=SIZES, help="only so many employees")
    chosen = parser.parse_args()
    _show("database", "employees", "refresh", "calls", "rows", "seconds", "MB", "wait, 99 %", "longest")
    for name in [chosen.database] if chosen.database else list(DATABASES):
        for size in [chosen.size] if chosen.size else SIZES:
            _measure(name, size)


def _measure(database: str, size: int) -> None:
    alone = multiprocessing.get_context("spawn")
    with DATABASES[database]() as url, ProcessPoolExecutor(1, alone, max_tasks_per_child=1) as processes:
        migrate.upgrade(url)
        for refresh, employees in (("none", None), ("first", size), ("unchanged", size)):
            took = processes.submit(measured_alone, url, employees).result()
            counts = f"{employees or 0:,}", refresh, f"{took.calls:,}", f"{took.rows:,}", f"{took.seconds:.1f}"
            waits = f"{took.usual_wait * 1000:.0f} ms", f"{took.longest_wait * 1000:.0f} ms"
            _show(database, *counts, f"{took.megabytes:.0f}", *waits)


def _show(*cells: str) -> None:
    sys.stdout.write("  ".join(f"{cell:>12}" for cell in cells) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
