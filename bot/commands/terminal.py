"""How results and progress look on a terminal. What goes to a file or to another program stays plain.

Rich costs 6 MB, so it is imported only once it is known that a person looks.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from store.audit.reading import AuditLine

Step = Callable[[int], None]
"""Told how many are done by now."""

OFTEN = 500
"""Lines between two steps of a bar: a line takes less time than a step."""


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells under their titles: framed on a terminal, and otherwise in columns that programs can cut."""
    if not is_terminal():
        return "\n".join(aligned([titles, *rows]))
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - see above
    from rich.console import Console  # noqa: PLC0415 - likewise
    from rich.table import Table  # noqa: PLC0415 - likewise
    from rich.text import Text  # noqa: PLC0415 - likewise

    drawn = Table(*titles, box=SIMPLE_HEAD, pad_edge=False)
    for column in drawn.columns:
        column.overflow = "fold"
    for row in rows:
        drawn.add_row(*map(Text, row))  # as text, or Rich would read [brackets] in it as its own
    console = Console()
    with console.capture() as captured:
        console.print(drawn)
    return captured.get().strip("\n")


def is_terminal() -> bool:
    """Whether a person reads what is written to stdout."""
    return sys.stdout.isatty()


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of cells in columns; the last cell is not padded."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


@contextmanager
def progress(label: str, total: Callable[[], int | None]) -> Iterator[Step]:
    """A bar on stderr while the context lasts, if that is a terminal.

    `total` is asked only then; None if it is not known.
    """
    if not sys.stderr.isatty():
        yield _unseen
        return
    from rich import progress as rich  # noqa: PLC0415 - see above
    from rich.console import Console  # noqa: PLC0415 - likewise

    columns = (
        rich.TextColumn("{task.description}"),
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TimeElapsedColumn(),
        rich.TimeRemainingColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(label, total=total())
        yield lambda done: shown.update(task, completed=done)


def watched(lines: Iterator[AuditLine], count: Callable[[], int]) -> Iterator[AuditLine]:
    """The lines, with a bar; `count` says how many there will be."""
    with progress("Lines", count) as step:
        for done, line in enumerate(lines):
            if done % OFTEN == 0:
                step(done)
            yield line


def _unseen(_done: int) -> None:
    """Shows nothing."""
