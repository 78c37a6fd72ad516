"""`python -m tests.bench`: the table of all rows, ours beside the baseline in one run."""

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.figures import Line, Samples, lines_of
from tests.bench.plot import Run, picture
from tests.bench.profiling import profile
from tests.bench.rounds import Plan, Rounds
from tests.bench.rows import suite
from tests.bench.stores import Kind, opened
from tests.bench.table import table_of

KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")

FOLDER = Path(".bench")
"""Where results go; git ignores it."""

ROWS = range(1, 11)


def main() -> None:
    """Measure, print, write."""
    given = _arguments()
    kinds = [given.database] if given.database else KINDS
    if given.profile:
        _profile(kinds, given.approvals)
        return
    load = os.getloadavg()[0]
    if load > (os.cpu_count() or 1) / 2:
        _tell(f"The machine is busy (load {load:.1f}): times are too long, and ratios too near to 1.")
    plan = Plan(rows=given.rows, rounds=given.rounds, approvals=given.approvals, singles=given.singles)
    lines, notes = dict[str, Sequence[Line]](), dict[str, Mapping[str, object]]()
    for kind in kinds:
        samples = _measured(plan, kind)
        lines[kind], notes[kind] = lines_of(samples), samples.notes
        _write(given, lines, notes, load)
    if given.suite:
        samples = Samples()
        suite.run(samples)
        lines["suite"] = lines_of(samples)
        _print("suite", lines["suite"])
        _write(given, lines, notes, load)


def _write(
    given: argparse.Namespace,
    lines: Mapping[str, Sequence[Line]],
    notes: Mapping[str, Mapping[str, object]],
    load: float,
) -> None:
    """Everything so far, so that nothing is lost if the rest is interrupted."""
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(_stored(lines, notes, load), indent=1), encoding="utf-8")
    given.plot.parent.mkdir(parents=True, exist_ok=True)
    given.plot.write_text(picture(Run(_commit(), lines)), encoding="utf-8")


def _measured(plan: Plan, kind: Kind) -> Samples:
    """Everything on one kind of database."""
    samples = Samples()
    with opened(kind) as store, tempfile.TemporaryDirectory() as folder:
        rounds = Rounds(plan, store, Path(folder), samples, _tell)
        asyncio.run(rounds.play())
        rounds.look_into_large()
    _print(kind, lines_of(samples))
    for name, note in samples.notes.items():
        sys.stdout.write(f"{name}: {note}\n")
    return samples


def _profile(kinds: Sequence[Kind], count: int) -> None:
    for kind in kinds:
        folder = FOLDER / f"profile-{kind}"
        folder.mkdir(parents=True, exist_ok=True)
        with opened(kind) as store:
            sys.stdout.write(f"{kind}\n{asyncio.run(profile(store, folder.resolve(), count))}\n\n")
        _tell(f"For flame graphs: {folder}/stacks.txt")


def _stored(
    lines: Mapping[str, Sequence[Line]], notes: Mapping[str, Mapping[str, object]], load: float
) -> Mapping[str, object]:
    return {
        "commit": _commit(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": load,
        "lines": {name: [line.stored for line in those] for name, those in lines.items()},
        "notes": notes,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast the bot is.")
    parser.add_argument("--rows", type=_rows, default=frozenset(ROWS), help="such as 1,3,4 (default: all)")
    parser.add_argument("--database", choices=KINDS, help="only this one")
    parser.add_argument("--rounds", type=int, default=3, help="of ours and the baseline (default: %(default)s)")
    parser.add_argument("--approvals", type=int, default=40, help="in rows 1 and 2 (default: %(default)s)")
    parser.add_argument("--singles", type=int, default=10, help="in rows 3 and 4 (default: %(default)s)")
    parser.add_argument("--suite", action="store_true", help="row 10 too: runs `make test`")
    parser.add_argument("--profile", action="store_true", help="say where the time of approvals goes, and end")
    parser.add_argument("--json", type=Path, default=FOLDER / "performance.json", help="default: %(default)s")
    parser.add_argument("--plot", type=Path, default=FOLDER / "performance.svg", help="default: %(default)s")
    return parser.parse_args()


def _rows(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split(",")))


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def _print(name: str, lines: Sequence[Line]) -> None:
    sys.stdout.write(f"\n{name}\n{table_of(lines)}\n")
    sys.stdout.flush()


def _tell(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
