"""`python -m tests.growth`: the table of 5,000 requests on each database; fails if something grows that should not."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import migrate
from tests.databases import started_postgres
from tests.growth.measuring import Step, faults_of, measured
from tests.patient import let_bolt_wait

STEPS, SIZE = 5, 1000


def main() -> None:
    """Measure, print and judge. What is measured is space, so a busy machine refuses nobody."""
    chosen = _arguments().database
    let_bolt_wait()
    faults: list[str] = []
    for name in [chosen] if chosen else list(DATABASES):
        with DATABASES[name]() as url:
            migrate.upgrade(url)
            steps = asyncio.run(measured(url, STEPS, SIZE))
        _show(name, steps)
        faults += [f"{name}: {fault}" for fault in faults_of(steps)]
    sys.exit("\n".join(faults) or 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.growth", description="What 5,000 requests take; up to half an hour for each database."
    )
    parser.add_argument("--database", choices=list(DATABASES), help="only this one")
    return parser.parse_args()


def _show(name: str, steps: list[Step]) -> None:
    lines = [f"{name:<12}{'bytes/request':>15}"]
    lines += [f"{step.last:>10,}  {step.bytes_per_request:>15,.0f}" for step in steps]
    sys.stdout.write("\n".join(lines) + "\n\n")


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'growth.db'}"


@contextmanager
def _postgresql() -> Iterator[str]:
    with started_postgres() as server:
        name = server.create("template0")
        yield server.url_of(name)


DATABASES = {"sqlite": _sqlite, "postgresql": _postgresql}

if __name__ == "__main__":
    main()
