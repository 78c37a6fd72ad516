"""The picture for docs/performance.md: a bar for each row that has a target, against that target."""

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from tests.bench.figures import Line
from tests.bench.table import target_of, worded

WIDTH, LEFT, RIGHT, TOP, ROW = 900, 400, 130, 40, 22

SCALE = 2.0
"""How many times the target a bar shows at most: what is longer is cut."""

MET, MISSED, INK, FRAME = "#2f7d4f", "#b3541e", "#1f2328", "#ffffff"


def picture(kinds: Mapping[str, Sequence[Line]], commit: str) -> str:
    """SVG: the worse, the longer the bar; the line in the middle is the target."""
    rows = [(kind, line) for kind, lines in kinds.items() for line in lines if line.is_met is not None]
    height = TOP + ROW * (len(rows) + 1)
    middle = LEFT + (WIDTH - LEFT - RIGHT) / SCALE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12" fill="{INK}" role="img">',
        f"<title>Performance of {escape(commit)}: every row against its target</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="{FRAME}"/>',
        f'<text x="8" y="18" font-weight="bold">{escape(commit)}: how far from the target, shorter is better</text>',
        *(part for number, row in enumerate(rows) for part in _bar(TOP + ROW * number, *row)),
        f'<line x1="{middle}" y1="{TOP - 8}" x2="{middle}" y2="{height - ROW}" stroke="{INK}" stroke-dasharray="4 3"/>',
        f'<text x="{middle}" y="{height - 6}" text-anchor="middle">target</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bar(y: float, kind: str, line: Line) -> Iterator[str]:
    width = min(badness(line), SCALE) / SCALE * (WIDTH - LEFT - RIGHT)
    figure = line.figure
    is_ratio = figure.judged == "ratio" and line.ratio is not None
    value = f"{line.ratio:.2f}" if is_ratio else worded(line.median, figure.unit)
    what = f"{figure.row} · {figure.what} ({kind})"
    color = MET if line.is_met else MISSED
    yield f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end" font-size="11">{escape(_short(what))}</text>'
    yield f'<rect x="{LEFT}" y="{y + 2}" width="{width:.1f}" height="{ROW - 8}" fill="{color}"/>'
    yield f'<text x="{WIDTH - RIGHT + 8}" y="{y + 12}">{escape(value)} ({escape(target_of(line))})</text>'


def badness(line: Line) -> float:
    """1 where the value is exactly the target; more where it is worse."""
    target = line.figure.target or 0.0
    value = line.ratio if line.figure.judged == "ratio" else line.median
    if value is None:
        return 0.0
    worse, better = (target, value) if line.figure.more_is_better else (value, target)
    return worse / better if better else (0.0 if worse == 0 else SCALE)


def _short(words: str) -> str:
    return words if len(words) <= 66 else f"{words[:65]}…"
