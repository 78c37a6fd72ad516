"""Spans for OpenTelemetry: switched on by its own variables, if the extra `otel` is installed; otherwise there are none
and nothing of OpenTelemetry is imported."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from typing import Protocol

import structlog

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""The variables that name where spans are sent (OpenTelemetry, "OTLP Exporter Configuration")."""

INSTALL = "install it with `pip install 'reissue-bot[otel]'`, or unset the variable"
CORRECT = "correct it as OpenTelemetry's documentation says, or unset it"

PREFIX = "OTEL_"

log = structlog.get_logger()


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


def spans_as_asked(environ: Mapping[str, str]) -> Spans:
    """What takes spans in a process with these variables. That the extra is missing, or that it refuses a variable, is
    logged: the bot works without traces."""
    asked = next((name for name in ENDPOINTS if environ.get(name)), None)
    if asked is None or environ.get("OTEL_SDK_DISABLED", "").casefold() == "true":
        return NoSpans()
    if environ.get("OTEL_TRACES_EXPORTER", "otlp") != "otlp":
        return NoSpans()
    try:
        from bot.otel import OtelSpans  # noqa: PLC0415 - only who asks for traces needs it

        return OtelSpans()
    except ValueError as refused:
        log.warning("traces_refused", variable=_named_in(refused, environ), remedy=CORRECT)
        return NoSpans()
    except ModuleNotFoundError as missing:
        if not (missing.name or "").startswith("opentelemetry"):
            raise
        log.warning("traces_need_extra", variable=asked, remedy=INSTALL)
        return NoSpans()


def _named_in(refused: ValueError, environ: Mapping[str, str]) -> str:
    """The variable that is refused, if the error names it; otherwise all that it may be."""
    given = sorted(name for name in environ if name.startswith(PREFIX))
    return ", ".join([name for name in given if name in str(refused)] or given)
