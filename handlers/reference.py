"""What this task works for: a delivery, whose reference stands in the log and in what a person reads.

A person who reads a reference to the operator has named every line of the log that their click caused.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Digits and letters that are not taken for one another, without vowels, so that no words come about."""

LENGTH = 6


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is done. `reference` is that of the delivery, None if it was none; `since` is when the delivery
    arrived or the step of a driver began (seconds of `time.perf_counter`). `is_delivery` says which of the two."""

    reference: str | None
    since: float
    is_delivery: bool

    @property
    def seconds(self) -> float:
        """The time since then."""
        return time.perf_counter() - self.since


_CAUSE: ContextVar[Cause | None] = ContextVar("cause", default=None)


@contextmanager
def delivered() -> Iterator[Cause]:
    """A delivery that has just arrived is answered inside."""
    with _because(Cause(new_reference(), time.perf_counter(), is_delivery=True)) as cause:
        yield cause


@contextmanager
def driven(reference: str | None) -> Iterator[None]:
    """A driver takes a step inside; `reference` is that of the delivery which started the driver."""
    with _because(Cause(reference, time.perf_counter(), is_delivery=False)):
        yield


def cause() -> Cause | None:
    """Why this task does what it does, as far as that is known."""
    return _CAUSE.get()


def reference() -> str | None:
    """The reference of the delivery that this task works for."""
    known = _CAUSE.get()
    return None if known is None else known.reference


def new_reference() -> str:
    """A reference for one delivery: 27 to the power of 6 are enough to tell those of a few days apart."""
    return "".join(random.choices(ALPHABET, k=LENGTH))  # noqa: S311 - a name, which protects nothing


@contextmanager
def _because(known: Cause) -> Iterator[Cause]:
    token = _CAUSE.set(known)
    try:
        yield known
    finally:
        _CAUSE.reset(token)
