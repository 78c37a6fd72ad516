"""Logs: ids only, as text on a terminal or as JSON lines; other libraries' logs in the same form.

No text of an error and no secret gets into them.
"""

import logging
import sys
import threading
from types import TracebackType
from typing import Any, Literal

import structlog

from bot.logs.masking import Mask
from bot.logs.repetition import Repetition
from bot.logs.tracebacks import without_quotes, without_texts
from handlers.reference import reference

OURS = ("bot", "handlers", "store", "approvals", "benefits", "uvicorn")
"""The loggers that use the chosen level."""

NOISY = {
    "alembic": logging.WARNING,
    "slack_bolt": logging.ERROR,
    "opentelemetry.exporter.otlp.proto.http.trace_exporter": logging.ERROR,
}
"""Libraries that quote payloads and other servers in warnings, or that set their own level."""


UNSEEN = {
    code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\n\t"
}
"""Characters by which a quoted text could rule a terminal, or turn the line around. JSON escapes them itself."""


class MaskingFormatter(structlog.stdlib.ProcessorFormatter):
    """Writes lines without the secrets that `mask` knows, and without characters that a terminal obeys."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - structlog's own
        super().__init__(**options)
        self.mask = Mask()

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        return self.mask(super().format(record)).translate(UNSEEN)


def configure_logs(level: str, form: Literal["console", "json"]) -> None:
    """Set logging up for this process; `level` is a standard level's name.

    Other libraries log only warnings, at any level: below that they quote statements, URLs and tokens.
    """
    shared: list[structlog.typing.Processor] = [
        _referring,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(without_texts),
    ]
    console = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    renderer = structlog.processors.JSONRenderer() if form == "json" else console
    formatter = MaskingFormatter(
        foreign_pre_chain=[_short, structlog.stdlib.add_logger_name, *shared],
        processors=[_counting, structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    handler.addFilter(Repetition())
    logging.basicConfig(handlers=[handler], level=max(logging.WARNING, logging.getLevelName(level)), force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name, least in NOISY.items():
        logging.getLogger(name).setLevel(least)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


def hide_in_logs(*secrets: str) -> None:
    """Keep these secrets out of every line from now on."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, MaskingFormatter):
            handler.formatter.mask.add(*secrets)


def _crashed(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
    """Log an error that ends the process: Python itself would print its text."""
    if issubclass(kind, Exception):
        structlog.get_logger("bot").critical("crashed", exc_info=(kind, error, at))


def _thread_crashed(end: threading.ExceptHookArgs) -> None:
    """Likewise for one that ends a thread."""
    if end.exc_value is not None:
        _crashed(end.exc_type, end.exc_value, end.exc_traceback)


def _short(
    _logger: structlog.typing.WrappedLogger, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Cut a library's message to what it says itself."""
    event["event"] = without_quotes(str(event["event"]))
    return event


def _referring(
    _logger: structlog.typing.WrappedLogger, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Say for which delivery it is done."""
    if (known := reference()) is not None:
        event.setdefault("reference", known)
    return event


def _counting(
    _logger: structlog.typing.WrappedLogger, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Say how many lines like this one were left out before it."""
    if more := getattr(event["_record"], "more", 0):
        event["more"] = more
    return event
