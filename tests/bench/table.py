"""The table as it is printed."""

from collections.abc import Sequence

from tests.bench.figures import Line, percentile

HEAD = ("#", "what", "ours", "p99", "baseline", "ratio", "target", "met")


def table_of(lines: Sequence[Line]) -> str:
    """Plain text, a line for each figure."""
    rows = [HEAD, *(_row(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _row(line: Line) -> tuple[str, ...]:
    figure = line.figure
    return (
        str(figure.row),
        figure.what,
        worded(line.median, figure.unit),
        worded(percentile(line.ours, 0.99), figure.unit),
        "" if line.beside is None else worded(line.beside, figure.unit),
        "" if line.ratio is None else f"{line.ratio:.2f}",
        target_of(line),
        {True: "yes", False: "NO", None: ""}[line.is_met],
    )


def target_of(line: Line) -> str:
    """The target in words: a ratio has no unit."""
    figure = line.figure
    if figure.target is None:
        return ""
    sign = "≥" if figure.more_is_better else "≤"
    return f"{sign} {figure.target:g}" if figure.judged == "ratio" else f"{sign} {worded(figure.target, figure.unit)}"


def worded(value: float, unit: str) -> str:
    """A number with its unit, to three digits."""
    digits = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    space = "" if unit in ("", "/s", "%") else " "
    return f"{digits}{space}{unit}"
