"""Traces: sent to a server of the test's own if OpenTelemetry's variables ask for them, and nothing of it otherwise."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.otel import AT_MOST
from bot.spans import NoSpans, SpanName
from bot.tracing import spans_as_asked
from sandbox.benefits.people import PEOPLE
from sandbox.server import serve
from tests.office import bot_at_work, label_of, open_office

pytestmark = pytest.mark.anyio

REASON = "Twins called Byron and Annabella"


@dataclass
class Collector:
    """An OTLP server: it keeps what it is sent."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    raw: bytes = b""

    async def receive(self, request: Request) -> Response:
        """Keep the spans of one export."""
        body = await request.body()
        self.raw += body
        export = ExportTraceServiceRequest.FromString(body)
        for resource in export.resource_spans:
            self.names |= {a.value.string_value for a in resource.resource.attributes if a.key == "service.name"}
            self.spans += [span for scope in resource.scope_spans for span in scope.spans]
        return Response(status_code=200)

    def of(self, name: str, **facts: str | int) -> list[Span]:
        """The spans of a name with these facts."""
        return [span for span in self.spans if span.name == name and facts.items() <= told(span).items()]


def told(span: Span) -> Mapping[str, str | int]:
    """The facts of a span."""
    return {one.key.removeprefix("reissue."): one.value.string_value or one.value.int_value for one in span.attributes}


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    collector = Collector()
    app = Starlette(routes=[Route("/v1/traces", collector.receive, methods=["POST"])])
    async with serve(app) as collector.url:
        yield collector


@pytest.fixture
async def collector(one_database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Collector]:
    """What was sent when a request had been approved; the read after the first approval failed once."""
    async with collecting() as collector, open_office() as office:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        async with bot_at_work(office, one_database_url):
            card = await office.nina.requests("ada", reason=REASON)
            await office.fault("benefits", "reissue", "refuse", message="Ada Lovelace is not eligible")
            await office.marcus.click(card, "approve")
            card = await office.marcus.card("Failed", of=label_of(card))
            await office.priya.click(card, "retry")
            await office.marcus.card("Reissued", of=label_of(card))
        yield collector


async def test_a_click_its_driver_and_their_calls_are_one_trace_without_anything_personal(collector: Collector) -> None:
    assert collector.names == {"reissue-bot"}
    clicks = sorted(collector.of("delivery", kind="action"), key=lambda span: span.start_time_unix_nano)
    refused, done = clicks[-2:]  # the first ones are choices in the form
    for click, status in ((refused, 422), (done, 200)):
        of_click = [span for span in collector.spans if span.trace_id == click.trace_id]
        assert {told(span)["reference"] for span in of_click} == {told(click)["reference"]}
        steps = [span for span in of_click if span.name == "driver step"]
        assert {step.parent_span_id for step in steps} == {click.span_id}
        [call] = [span for span in of_click if told(span).get("call") == "enrollments/reissue"]
        assert call.parent_span_id in {step.span_id for step in steps}
        assert (told(call)["method"], told(call)["status"]) == ("POST", status)
        assert (call.status.code == Status.STATUS_CODE_ERROR) is (status != 200)
        assert [span for span in of_click if span.name == "slack call" and told(span)["method"] == "chat.update"]
        assert all(span.end_time_unix_nano >= span.start_time_unix_nano for span in of_click)
    personal = [REASON, "not eligible", *(name for one in PEOPLE for name in (one.first, one.last) if len(name) > 3)]
    assert [words for words in personal if words.encode() in collector.raw] == []


def test_a_collector_that_does_not_answer_holds_up_no_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        spans = spans_as_asked(os.environ)
        spans.ended(SpanName.SLACK, 0.1, failed=False, method="chat.update")
        begun = time.monotonic()
        spans.close()
        assert time.monotonic() - begun < 2 * AT_MOST


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_TRACES_EXPORTER": "none"},
        {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
    ],
)
def test_without_being_asked_nothing_is_traced(environ: dict[str, str]) -> None:
    assert isinstance(spans_as_asked(environ), NoSpans)


def test_without_being_asked_nothing_of_opentelemetry_is_imported() -> None:
    looks = (
        "import sys, bot.web, bot.worker, bot.socket_mode.serve, bot.tracing; bot.tracing.spans_as_asked({}); "
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    done = subprocess.run([sys.executable, "-c", looks], capture_output=True, text=True, check=True)  # noqa: S603 - this interpreter
    assert done.stdout.strip() == "[]"


def test_that_the_extra_is_missing_is_one_line_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "bot.otel", raising=False)
    for name in [name for name in sys.modules if name.startswith("opentelemetry")]:
        monkeypatch.delitem(sys.modules, name)
    no_package: Any = None
    monkeypatch.setitem(sys.modules, "opentelemetry", no_package)
    with capture_logs() as lines:
        spans = spans_as_asked({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"})
    assert isinstance(spans, NoSpans)
    [line] = lines
    assert (line["event"], line["variable"]) == ("traces_need_extra", "OTEL_EXPORTER_OTLP_ENDPOINT")
    assert "pip install 'reissue-bot[otel]'" in line["remedy"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("OTEL_BSP_MAX_QUEUE_SIZE", "0"),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "9999"),
        ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "-3"),
        ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "many"),
    ],
)
def test_a_variable_that_opentelemetry_refuses_is_named_and_keeps_no_bot_from_working(
    variable: str, value: str
) -> None:
    start = (
        "import os; from bot.logs.configure import configure_logs; from bot.tracing import spans_as_asked; "
        "configure_logs('INFO', 'json'); print(type(spans_as_asked(os.environ)).__name__)"
    )
    asked = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", variable: value}
    # In a process of its own: the SDK reads some variables when it is imported.
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, env=asked, check=False)  # noqa: S603 - this interpreter
    assert (done.returncode, done.stdout.strip()) == (0, "NoSpans"), done.stderr
    [line] = [line for line in map(json.loads, done.stderr.splitlines()) if line["event"] == "traces_refused"]
    assert variable in line["variable"]
    assert value not in line["variable"]


@pytest.mark.parametrize("value", ["grpc", "http/json", "carrier pigeon"])
@pytest.mark.parametrize("variable", ["OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"])
def test_a_protocol_that_is_not_built_in_is_one_line_with_what_to_set(variable: str, value: str) -> None:
    with capture_logs() as lines:
        spans = spans_as_asked({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", variable: value})
    assert isinstance(spans, NoSpans)
    [line] = lines
    assert (line["event"], line["log_level"], line["variable"]) == ("traces_refused", "warning", variable)
    assert "http/protobuf" in line["remedy"]
    assert value not in line["remedy"]


@pytest.mark.parametrize(
    "protocols",
    [
        {"OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"},
        {"OTEL_EXPORTER_OTLP_PROTOCOL": ""},
        {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf"},
    ],
)
def test_the_protocol_that_is_built_in_is_used_whatever_is_set_for_other_signals(protocols: dict[str, str]) -> None:
    with capture_logs() as lines:
        spans = spans_as_asked({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", **protocols})
    spans.close()
    assert (type(spans).__name__, lines) == ("OtelSpans", [])


@pytest.mark.parametrize(
    "answer", [b"Ada Lovelace 7f3a\r\n\r\n", b"HTTP/1.1 503 Ada 7f3a\r\nContent-Length: 0\r\n\r\n"]
)
def test_what_a_collector_answers_is_not_in_the_log_and_each_try_is_no_line(answer: bytes) -> None:
    send = (
        "import os, time; from bot.logs.configure import configure_logs; from bot.spans import SpanName; "
        "from bot.tracing import spans_as_asked; "
        "configure_logs('INFO', 'json'); spans = spans_as_asked(os.environ); "
        "spans.ended(SpanName.SLACK, 0.1, failed=False, method='chat.update'); "
        "spans._provider.force_flush(); spans.close()"
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_answer_each, args=(listening, answer), daemon=True).start()
        asked = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{listening.getsockname()[1]}",
            "OTEL_EXPORTER_OTLP_TIMEOUT": "3",
        }
        done = subprocess.run([sys.executable, "-c", send], capture_output=True, text=True, env=asked, check=False)  # noqa: S603 - this interpreter
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == [
        "Failed to export spans batch due to timeout, max retries or shutdown."
    ]


def _answer_each(listening: socket.socket, answer: bytes) -> None:
    with suppress(OSError):  # the test is over
        while True:
            with listening.accept()[0] as connection:
                connection.recv(65_536)
                connection.sendall(answer)
