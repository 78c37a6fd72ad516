"""Tracebacks for the log: where an error was raised and of which kind it is, but not what it says.

The text of an error may quote a header with a token, a value of a statement, or an address inside the company.
"""

import re
import traceback
from collections.abc import Iterator
from types import TracebackType

RAISED = re.compile(r"\b[\w.]{1,80}(?:Error|Exception)\b")
"""The name of an error's class."""

AND_BEFORE = "\nThe above error led to the next one:\n\n"


def without_texts(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """The traceback of an error with those that led to it, each ending with the name of its class."""
    chain = list(_chain(exc_info[1]))
    return AND_BEFORE.join(_one(each) for each in reversed(chain)).rstrip("\n")


def without_quotes(message: str) -> str:
    """A library's message, cut to what it says itself: after a colon or a line break, libraries quote errors.

    Of an error the name of its class is kept.
    """
    first, *rest = re.split(r": |\n", message, maxsplit=1)
    named = RAISED.findall(rest[0]) if rest else []
    return f"{first}: {named[-1]}" if named else first


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was raised from, and so on."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _one(error: BaseException) -> str:
    kind = type(error)
    frames = "".join(traceback.format_tb(error.__traceback__))
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    parts = "".join(f"\nOne of its parts:\n{_one(part)}" for part in inner)
    return f"Traceback (most recent call last):\n{frames}{kind.__module__}.{kind.__qualname__}\n{parts}"
