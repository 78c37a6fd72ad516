"""Whether spans are sent: OpenTelemetry's own variables ask for it, and the extra `otel` is installed. Otherwise there
are none, and nothing of OpenTelemetry is imported."""

from collections.abc import Mapping

import structlog

from bot.spans import NoSpans, Spans

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""The variables that name where spans are sent (OpenTelemetry, "OTLP Exporter Configuration")."""

PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
"""The variables that name how. The first one that is set counts."""

PROTOCOL = "http/protobuf"
"""The one protocol of the extra `otel`."""

PREFIX = "OTEL_"

log = structlog.get_logger()


class NotTraced(Exception):
    """Traces were asked for and there will be none: `variable` is why. `says` and `remedy` are for the operator."""

    says = "refused by OpenTelemetry: no traces are sent"
    remedy = "correct it as OpenTelemetry's documentation says, or unset it"

    def __init__(self, variable: str) -> None:
        super().__init__(f"{variable}: {self.says}")
        self.variable = variable


class NotBuiltIn(NotTraced):
    """The protocol is another one than ours."""

    says = "asks for a protocol that is not built in: no traces are sent"
    remedy = (
        f"set it to {PROTOCOL}, and the endpoint to the collector's port for that, which is usually 4318; or unset it"
    )


class NotInstalled(NotTraced):
    """The extra is missing."""

    says = "asks for traces, and OpenTelemetry is not installed: none are sent"
    remedy = "install it with `pip install 'reissue-bot[otel]'`, or unset the variable"


def spans_as_asked(environ: Mapping[str, str]) -> Spans:
    """What takes spans in a process with these variables. If there are none although they were asked for, that is
    logged: the bot works without traces."""
    try:
        return spans_asked_for(environ)
    except NotInstalled as missing:
        log.warning("traces_need_extra", variable=missing.variable, remedy=missing.remedy)
    except NotTraced as refused:
        log.warning("traces_refused", variable=refused.variable, remedy=refused.remedy)
    return NoSpans()


def spans_asked_for(environ: Mapping[str, str]) -> Spans:
    """The same; raises NotTraced."""
    asked = next((name for name in ENDPOINTS if environ.get(name)), None)
    if asked is None or environ.get("OTEL_SDK_DISABLED", "").casefold() == "true":
        return NoSpans()
    if environ.get("OTEL_TRACES_EXPORTER", "otlp") != "otlp":
        return NoSpans()
    chosen = next((name for name in PROTOCOLS if environ.get(name)), None)
    if chosen is not None and environ[chosen].strip() != PROTOCOL:
        raise NotBuiltIn(chosen)
    try:
        from bot.otel import OtelSpans  # noqa: PLC0415 - only who asks for traces needs it

        return OtelSpans()
    except ValueError as refused:
        raise NotTraced(_named_in(refused, environ)) from refused
    except ModuleNotFoundError as missing:
        if not (missing.name or "").startswith("opentelemetry"):
            raise
        raise NotInstalled(asked) from missing


def _named_in(refused: ValueError, environ: Mapping[str, str]) -> str:
    """The variable that is refused, if the error names it; otherwise all that it may be."""
    given = sorted(name for name in environ if name.startswith(PREFIX))
    return ", ".join([name for name in given if name in str(refused)] or given)
