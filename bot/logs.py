"""Logs: ids only, as text on a terminal or as JSON lines; other libraries' logs in the same form."""

import logging
import re
from typing import Literal

import structlog

OURS = ("bot", "handlers", "store", "approvals", "benefits", "uvicorn")
"""Whose lines are logged from the chosen level on."""

NOISY = {"alembic": logging.WARNING, "slack_bolt": logging.ERROR}
"""Libraries whose warnings quote payloads, or which set a level of their own."""

ENGINE = "dbos"
"""The engine, which writes in a form of its own unless its logger has a handler before it starts."""

RAISED = re.compile(r"^[\w.]+(?:Error|Exception)\b.*", re.MULTILINE)
"""The line of a traceback that says what was raised."""


def configure_logs(level: str, form: Literal["console", "json"]) -> None:
    """Set logging up for this process; `level` is a standard level's name.

    Of other libraries only warnings are logged, whatever the level: below that they quote statements, URLs and tokens.
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
    """One line for a traceback that a library wrote into its message: the engine does for every poll of a database that
    is away."""
    about, traceback, rest = str(event["event"]).partition("Traceback (most recent call last)")
    if traceback:
        event["event"] = about + (RAISED.findall(rest) or [""])[-1]
    return event
