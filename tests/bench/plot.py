"""The picture for docs/performance.md: a bar for each row that has a target, against that target."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.bench.figures import Line
from tests.bench.table import target_of, worded

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 960, 430, 190, 44, 12, 9

MOST = 3.0
"""How many times as far as the target a bar goes at most; what is longer is cut, and its value says more."""

MET, MISSED, EARLIER, INK, PAPER = "#2f7d4f", "#b3541e", "#b8bec4", "#1f2328", "#ffffff"

Kinds = Mapping[str, Sequence[Line]]


@dataclass(frozen=True)
class Run:
    """What was measured of one commit, by kind of database."""

    commit: str
    kinds: Kinds

    def line(self, kind: str, key: str) -> Line | None:
        """One line; None if it was not measured."""
        return next((line for line in self.kinds.get(kind, ()) if line.figure.key == key), None)


def picture(now: Run, before: Run | None = None) -> str:
    """SVG: the worse, the longer the bar; the dashed line is the target. What was `before` is grey, above each bar."""
    rows = [(kind, line) for kind, lines in now.kinds.items() for line in lines if line.is_met is not None]
    step = (2 if before else 1) * ROW + 10
    height = TOP + step * len(rows) + 24
    target = LEFT + (WIDTH - LEFT - RIGHT) / MOST
    legend = f"{now.commit}, grey: {before.commit}" if before else now.commit
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="11" fill="{INK}" role="img">',
        f"<title>Every row against its target: {escape(legend)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        '<text x="8" y="18" font-size="13" font-weight="bold">How far from the target: shorter is better</text>',
        f'<text x="8" y="34">{escape(legend)}</text>',
    ]
    for number, (kind, line) in enumerate(rows):
        y = TOP + step * number
        earlier = before.line(kind, line.figure.key) if before else None
        parts += _row(y, kind, line, earlier, step)
    parts += [
        f'<line x1="{target}" y1="{TOP - 6}" x2="{target}" y2="{height - 22}" stroke="{INK}" stroke-dasharray="4 3"/>',
        f'<text x="{target}" y="{height - 8}" text-anchor="middle">target</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _row(y: float, kind: str, line: Line, earlier: Line | None, step: float) -> Iterator[str]:
    words = f"{line.figure.row} · {line.figure.what} ({kind})"
    yield f'<text x="{LEFT - 8}" y="{y + step / 2 - 1:g}" text-anchor="end">{escape(_short(words))}</text>'
    if earlier is not None:
        yield _bar(y, earlier, EARLIER)
        y += ROW
    yield _bar(y, line, MET if line.is_met else MISSED)
    before = f"{_value(earlier)} → " if earlier is not None else ""
    values = f"{before}{_value(line)} ({target_of(line)})"
    yield f'<text x="{WIDTH - RIGHT + 8}" y="{y + BAR - 1:g}">{escape(values)}</text>'


def _bar(y: float, line: Line, color: str) -> str:
    width = min(badness(line), MOST) / MOST * (WIDTH - LEFT - RIGHT)
    return f'<rect x="{LEFT}" y="{y:g}" width="{width:.1f}" height="{BAR}" fill="{color}"/>'


def _value(line: Line) -> str:
    is_ratio = line.figure.judged == "ratio" and line.ratio is not None
    return f"{line.ratio:.2f}" if is_ratio else worded(line.median, line.figure.unit)


def badness(line: Line) -> float:
    """1 where the value is exactly the target; more where it is worse."""
    target = line.figure.target or 0.0
    value = line.ratio if line.figure.judged == "ratio" else line.median
    if value is None:
        return 0.0
    worse, better = (target, value) if line.figure.more_is_better else (value, target)
    return worse / better if better else (0.0 if worse == 0 else MOST)


def _short(words: str) -> str:
    return words if len(words) <= 74 else f"{words[:73]}…"
