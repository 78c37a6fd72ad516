"""The lines that the bot writes to its log, read from the source: each event with its levels and facts."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.docs.blocks import ROOT

ROOMS = ("approvals", "benefits", "bot", "handlers", "store")

LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical"})

SURVIVED = "warning or error"
"""The level of lines about work that is tried again: an error if it was not foreseen."""


@dataclass(frozen=True, order=True)
class LogLine:
    """One place that writes a line."""

    event: str
    level: str
    facts: tuple[str, ...]


def log_lines() -> list[LogLine]:
    """Every place that writes a line with an event of its own."""
    files = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted({line for file in files for line in _in(file)})


def _in(file: Path) -> Iterator[LogLine]:
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    for call in calls:
        if (level := _level(call)) and (event := _event(call)):
            yield LogLine(event, level, _facts(call))


def _facts(call: ast.Call) -> tuple[str, ...]:
    if isinstance(call.func, ast.Name) and call.func.id == "Sender":
        return "reason", "count"  # of refused deliveries, which are counted (`bot/serving/refused.py`)
    return tuple(each.arg for each in call.keywords if each.arg and each.arg != "exc_info")


def _level(call: ast.Call) -> str | None:
    """The level of a line that this call writes; None if it writes none."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="log"), attr=level) if level in LEVELS:
            return "error" if level == "exception" else level
        case ast.Attribute(value=ast.Call(), attr=level) if level in LEVELS:
            return level
        case ast.Name(id="surviving") | ast.Attribute(attr="_again_and_again"):
            return SURVIVED
        case ast.Name(id="Sender"):
            return "warning"
    return None


def _event(call: ast.Call) -> str | None:
    """The event, if it is written out."""
    given = [each.value for each in call.keywords if each.arg == "event"] or call.args[:1]
    match given:
        case [ast.Constant(value=str(event))] if event.replace("_", "").isalpha():
            return event
    return None
