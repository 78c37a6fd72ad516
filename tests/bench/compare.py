"""`python -m tests.bench.compare --before FILE --after FILE`: two commits side by side, for docs/performance.md.

Each takes the JSON of one run or of several runs of the same commit, which had different rows.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.figures import FIGURES, Line
from tests.bench.plot import Run, picture
from tests.bench.table import target_of, worded

HEAD = "| # | what | database | before | after | baseline | target | met |"


def read(paths: Sequence[Path]) -> Run:
    """The runs in some files. Raises ValueError unless they are of one commit."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    commits = {run["commit"] for run in found}
    if len(commits) != 1:
        raise ValueError(f"These are runs of several commits: {', '.join(sorted(commits))}")
    figures = {figure.key: figure for figure in FIGURES}
    kinds: dict[str, dict[str, Line]] = {}
    for run in found:
        for kind, lines in run["lines"].items():
            for line in lines:
                read_line = Line(figures[line["key"]], line["ours"], line["baseline"])
                kinds.setdefault(kind, {})[line["key"]] = read_line
    return Run(commits.pop(), {kind: [those[key] for key in figures if key in those] for kind, those in kinds.items()})


def compared(before: Run, after: Run | None) -> Iterator[str]:
    """A Markdown table, figure by figure. Without `after` its columns are left to be filled in."""
    yield HEAD
    yield "|---" * HEAD.count(" | ") + "|---|"
    shown = after or before
    rows = [(line, kind) for kind, lines in shown.kinds.items() for line in lines]
    order = {figure.key: number for number, figure in enumerate(FIGURES)}
    for line, kind in sorted(rows, key=lambda row: order[row[0].figure.key]):
        earlier = before.line(kind, line.figure.key)
        yield "| " + " | ".join(_cells(line, kind, earlier, is_after=after is not None)) + " |"


def _cells(line: Line, kind: str, earlier: Line | None, *, is_after: bool) -> Sequence[str]:
    figure = line.figure
    beside = "" if line.beside is None else worded(line.beside, figure.unit)
    was = "" if earlier is None else f"{worded(earlier.median, figure.unit)}{_ratio(earlier)}"
    now = f"{worded(line.median, figure.unit)}{_ratio(line)}" if is_after else ""
    met = {True: "yes", False: "**no**", None: ""}[line.is_met]
    return str(figure.row), figure.what, kind, was, now, beside, target_of(line), met


def _ratio(line: Line) -> str:
    """The ratio in parentheses, where it is what has the target."""
    return f" ({line.ratio:.2f})" if line.figure.judged == "ratio" and line.ratio is not None else ""


def main() -> None:
    """Print the table, draw the picture."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.compare", description="Two commits side by side.")
    parser.add_argument("--before", type=Path, nargs="+", required=True, help="JSON of the earlier commit")
    parser.add_argument("--after", type=Path, nargs="+", help="JSON of the later commit, if there is one")
    parser.add_argument("--plot", type=Path, help="where to draw, such as docs/pictures/performance.svg")
    given = parser.parse_args()
    before, after = read(given.before), read(given.after) if given.after else None
    sys.stdout.write("\n".join(compared(before, after)) + "\n")
    if given.plot:
        drawn = picture(after, before) if after else picture(before)
        given.plot.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
