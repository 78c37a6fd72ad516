"""Logs: ids only, as text on a terminal or as JSON lines; other libraries' logs in the same form."""

import logging
import re
from typing import Literal

import structlog

OURS = ("bot", "handlers", "store", "approvals", "benefits", "uvicorn")
"""The loggers that use the chosen level."""

NOISY = {"alembic": logging.WARNING, "slack_bolt": logging.ERROR}
"""Libraries that quote payloads in warnings, or that set their own level."""

ENGINE = "dbos"
"""The engine's logger. The engine gives it a format of its own, unless it has a handler before the start."""

RAISED = re.compile(r"^[\w.]+(?:Error|Exception)\b.*", re.MULTILINE)
"""The line of a traceback that says what was raised."""


def configure_logs(level: str, form: Literal["console", "json"]) -> None:
    """Set logging up for this process; `level` is a standard level's name.

    Other libraries log only warnings, at any level: below that they quote statements, URLs and tokens.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_short, *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=max(logging.WARNING, logging.getLevelName(level)), force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name, least in NOISY.items():
        logging.getLogger(name).setLevel(least)
    engine = logging.getLogger(ENGINE)
    engine.handlers, engine.propagate = [handler], False
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _short(
    _logger: structlog.typing.WrappedLogger, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Cut a traceback inside a message to one line. The engine writes one for each poll while the database is away."""
    about, traceback, rest = str(event["event"]).partition("Traceback (most recent call last)")
    if traceback:
        event["event"] = about + (RAISED.findall(rest) or [""])[-1]
    return event
