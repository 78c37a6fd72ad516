"""What commands write, and the sentence for what they cannot."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.unusable import Unusable

STDOUT = "The output"


def say(text: str) -> None:
    """Write the result of a command to stdout."""
    with writing(STDOUT):
        typer.echo(text)


@contextmanager
def writing(what: str) -> Iterator[None]:
    """For what writes to `what`: a full disk is told in a sentence. A reader of a pipe that has left is no trouble."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left would fail again at the end
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(1) from error
        raise Unusable(f"{what} cannot be written: {error.strerror}.") from error
