"""Logs: ids only, as text on a terminal or as JSON lines; other libraries' logs in the same form."""

import logging
from typing import Literal

import structlog

NOISY = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "alembic": logging.WARNING, "slack_bolt": logging.ERROR}
"""Libraries whose lower levels say what ours say better, or what must not be said (URLs with ids, payloads)."""


def configure_logs(level: str, form: Literal["console", "json"]) -> None:
    """Set logging up for this process; `level` is a standard level's name."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name, least in NOISY.items():
        logging.getLogger(name).setLevel(least)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
