"""A progress bar, only on a terminal."""

import sys
from collections.abc import Callable, Iterator

import typer

from store.audit.reading import AuditLine


def watched(lines: Iterator[AuditLine], count: Callable[[], int]) -> Iterator[AuditLine]:
    """The lines, with a bar on stderr if that is a terminal; `count` says how many lines there will be."""
    if not sys.stderr.isatty():
        yield from lines
        return
    with typer.progressbar(lines, length=count(), label="Lines", file=sys.stderr, update_min_steps=1000) as shown:
        yield from shown
