"""`python -m tests.bench`: the table of all rows, ours beside the baseline in one run."""

import argparse
import asyncio
import json
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.figures import Samples, lines_of
from tests.bench.rounds import Plan, play
from tests.bench.stores import Kind, opened
from tests.bench.table import table_of

KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")

JSON = Path(".bench/performance.json")

ROWS = range(1, 11)


def main() -> None:
    """Measure, print, write."""
    given = _arguments()
    plan = Plan(rows=given.rows, rounds=given.rounds, approvals=given.approvals, singles=given.singles)
    found: dict[str, Any] = {"commit": _commit(), "at": datetime.now(UTC).isoformat(), "machine": platform.platform()}
    for kind in [given.database] if given.database else KINDS:
        samples = Samples()
        with opened(kind) as store, tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(plan, store, Path(folder), samples, _tell))
        lines = lines_of(samples)
        sys.stdout.write(f"\n{kind}\n{table_of(lines)}\n")
        for name, note in samples.notes.items():
            sys.stdout.write(f"{name}: {note}\n")
        sys.stdout.flush()
        found[kind] = {"lines": [line.stored for line in lines], "notes": samples.notes}
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast the bot is.")
    parser.add_argument("--rows", type=_rows, default=frozenset(ROWS), help="such as 1,3,4 (default: all)")
    parser.add_argument("--database", choices=KINDS, help="only this one")
    parser.add_argument("--rounds", type=int, default=3, help="of ours and the baseline (default: %(default)s)")
    parser.add_argument("--approvals", type=int, default=40, help="in row 1 (default: %(default)s)")
    parser.add_argument("--singles", type=int, default=10, help="in rows 3 and 4 (default: %(default)s)")
    parser.add_argument("--json", type=Path, default=JSON, help="where to write (default: %(default)s)")
    return parser.parse_args()


def _rows(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split(",")))


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 our own


def _tell(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
