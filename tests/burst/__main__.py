"""`python -m tests.burst`: 2,000 submissions in a minute on each database, until all is posted; over two hours."""

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.bench.__main__ import FOLDER, KINDS
from tests.bench.stage import Load
from tests.bench.stores import opened
from tests.burst.measuring import Burst, Found, Look, measured, waits_of
from tests.burst.report import answered, report


def main() -> None:
    """Measure, print and judge."""
    given = _arguments()
    burst = Burst(count=given.count, over=given.over, pace=given.pace, within=given.within)
    faults = list[str]()
    for kind in [given.database] if given.database else KINDS:
        with opened(kind) as store, tempfile.TemporaryDirectory() as folder:
            found = asyncio.run(measured(burst, store, Path(folder), _tell_answered, _tell))
        sys.stdout.write(f"{kind}\n{report(found)}\n")
        sys.stdout.flush()
        _keep(FOLDER / f"burst-{kind}.json", found)
        faults += [f"{kind}: {fault}" for fault in found.faults()]
    sys.exit("\n".join(faults) or 0)


def _keep(path: Path, found: Found) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {"looks": [asdict(look) for look in found.looks], "waits": waits_of(found.load), "posts": found.posts}
    path.write_text(json.dumps(kept), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.burst", description="Many submissions, a slow Slack.")
    parser.add_argument("--database", choices=KINDS, help="only this one")
    parser.add_argument("--count", type=int, default=Burst.count, help="submissions (default: %(default)s)")
    parser.add_argument("--over", type=float, default=Burst.over, help="in so many seconds (default: %(default)s)")
    parser.add_argument("--pace", type=float, default=Burst.pace, help="seconds for a post (default: %(default)s)")
    parser.add_argument("--within", type=float, default=Burst.within, help="stop looking then (default: %(default)s)")
    return parser.parse_args()


def _tell(look: Look) -> None:
    _say(f"{look.at:6.0f} s: {look.posted} posts, {look.memory:.1f} MB, {look.drivers} drivers, {look.used:.1f} s used")


def _tell_answered(load: Load) -> None:
    _say(answered(load))


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
