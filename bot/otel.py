"""Spans sent by OpenTelemetry's own SDK. Imported only where traces were asked for, and needs the extra `otel`."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cachetools import LRUCache
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, Status, StatusCode, set_span_in_context

from bot.release import DISTRIBUTION, NOT_INSTALLED, installed_version
from bot.spans import SpanName
from handlers.reference import reference

KINDS = {
    SpanName.DELIVERY: SpanKind.SERVER,
    SpanName.STEP: SpanKind.INTERNAL,
    SpanName.SLACK: SpanKind.CLIENT,
    SpanName.VITABLE: SpanKind.CLIENT,
}

REMEMBERED = 1_000
"""Deliveries whose drivers' steps become part of the same trace."""

AT_MOST = 2.0
"""Seconds for sending what is left at the end."""

PREFIX = "reissue."


class OtelSpans:
    """`bot.spans.Spans` over OTLP. Everything else that the SDK can be told, its own variables tell it."""

    def __init__(self) -> None:
        self._provider = TracerProvider(resource=_resource(), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(DISTRIBUTION)
        self._deliveries: LRUCache[str, SpanContext] = LRUCache(REMEMBERED)

    @contextmanager
    def around(self, name: SpanName, /, **facts: str | int | None) -> Iterator[None]:
        """A span. Of an error only the name of its class is told: its text may quote anything."""
        why = reference()
        within = self._delivery_of(why) if name is SpanName.STEP else None
        with self._tracer.start_as_current_span(
            name.value,
            within,
            KINDS[name],
            _attributes({**facts, "reference": why}),
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            if name is SpanName.DELIVERY and why is not None:
                self._deliveries[why] = span.get_span_context()
            try:
                yield
            except BaseException as error:
                _fail(span, type(error).__name__)
                raise

    def ended(self, name: SpanName, seconds: float, /, *, failed: bool, **facts: str | int | None) -> None:
        """A span that is over already."""
        now = time.time_ns()
        attributes = _attributes({**facts, "reference": reference()})
        span = self._tracer.start_span(
            name.value, kind=KINDS[name], attributes=attributes, start_time=now - round(seconds * 1e9)
        )
        if failed:
            span.set_status(Status(StatusCode.ERROR))
        span.end(now)

    def close(self) -> None:
        """Send what is left, if that is soon done: a collector that is away must not hold up a stop."""
        sending = threading.Thread(target=self._provider.shutdown, daemon=True)
        sending.start()
        sending.join(AT_MOST)

    def _delivery_of(self, why: str | None) -> Context | None:
        """The context of the delivery that began a driver, so that its steps are in the same trace."""
        begun_by = None if why is None else self._deliveries.get(why)
        return None if begun_by is None else set_span_in_context(NonRecordingSpan(begun_by))


def _fail(span: Span, kind: str) -> None:
    span.set_attribute("error.type", kind)
    span.set_status(Status(StatusCode.ERROR))


def _attributes(facts: dict[str, str | int | None]) -> dict[str, str | int]:
    return {f"{PREFIX}{name}": fact for name, fact in facts.items() if fact is not None}


def _resource() -> Resource:
    """Who sends: what OpenTelemetry's variables say, and otherwise the name of the bot."""
    named = "OTEL_SERVICE_NAME" in os.environ or f"{SERVICE_NAME}=" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    own = {SERVICE_VERSION: installed_version() or NOT_INSTALLED}
    return Resource.create(own if named else {**own, SERVICE_NAME: DISTRIBUTION})
