"""Spans: what the parts of the bot say of how long something took. Who takes them: `bot/tracing.py`."""

from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from typing import Protocol


class SpanName(StrEnum):
    """What there are spans of."""

    DELIVERY = "delivery"
    STEP = "driver step"
    SLACK = "slack call"
    VITABLE = "vitable call"


class Spans(Protocol):
    """Takes spans. Their `facts` are ids and words of our own, never a name."""

    def around(self, name: SpanName, /, **facts: str | int | None) -> AbstractContextManager[object]:
        """A span that lasts as long as the context. Facts that are None are left out."""
        ...

    def ended(self, name: SpanName, seconds: float, /, *, failed: bool, **facts: str | int | None) -> None:
        """Something has ended that took so many seconds."""
        ...

    def close(self) -> None:
        """Send what is left; this may wait for two seconds."""
        ...


class NoSpans:
    """`Spans` that takes none."""

    def around(self, _name: SpanName, /, **_facts: str | int | None) -> AbstractContextManager[object]:
        """Nothing."""
        return nullcontext()

    def ended(self, _name: SpanName, _seconds: float, /, *, failed: bool, **_facts: str | int | None) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""
