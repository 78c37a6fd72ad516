"""The registry of log lines says what is written, no more and no less."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.logs.events import COMMON, EVENTS, FIELDS, FOREIGN

ROOT = Path(__file__).parents[3]
ROOMS = ("approvals", "benefits", "bot", "handlers", "store")

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
CARRIERS = {"surviving", "_surviving", "_again_and_again"}
"""Functions whose first argument is the name of a line."""

PASSED_ON = {
    ("bot/drivers.py", "event"),
    ("bot/background.py", "what"),
    ("bot/serving/refused.py", "self.sender.event"),
}
"""Where a line is written whose name came as an argument: from the carriers, and from `Sender(event=…)`."""

NOT_WRITTEN = {"exc_info"}


@dataclass(frozen=True)
class Written:
    """A call that writes a line: where, the line's name, how, and with which fields."""

    place: str
    name: str
    how: str
    fields: frozenset[str]


def _calls(tree: ast.Module, place: str) -> Iterator[Written]:
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        how = _how(call)
        if how is None:
            continue
        name = call.args[1] if how == "log" else call.args[0] if call.args else _sent(call)
        fields = frozenset(word.arg for word in call.keywords if word.arg) - NOT_WRITTEN
        if isinstance(name, ast.Constant):
            yield Written(place, str(name.value), how, frozenset() if how == "Sender" else fields)
        elif isinstance(name, ast.Name) and name.id in constants:
            yield Written(place, str(constants[name.id]), how, fields)
        else:
            assert (place, ast.unparse(name)) in PASSED_ON, f"{place}:{call.lineno} does not say which line it writes"


def _how(call: ast.Call) -> str | None:
    """The level or the carrier; None for other calls."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id if function.id in {*CARRIERS, "Sender"} else None
    if not isinstance(function, ast.Attribute):
        return None
    if function.attr in CARRIERS:
        return function.attr
    owner = ast.unparse(function.value)
    return function.attr if function.attr in LEVELS and (owner == "log" or "get_logger" in owner) else None


def _sent(call: ast.Call) -> ast.expr:
    return next(word.value for word in call.keywords if word.arg == "event")


def _written() -> list[Written]:
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [
        each
        for path in files
        for each in _calls(ast.parse(path.read_text(encoding="utf-8")), path.relative_to(ROOT).as_posix())
    ]


@pytest.fixture(scope="module")
def written() -> list[Written]:
    """Every call that writes a line. It takes half a second to find them, and not every process runs these tests."""
    return _written()


def test_every_line_that_is_written_is_in_the_registry_and_every_one_in_it_is_written(
    written: list[Written],
) -> None:
    assert {each.name for each in written} == set(EVENTS)


def test_a_line_has_only_fields_and_levels_that_the_registry_says(written: list[Written]) -> None:
    assert [each for each in written if not _is_declared(each)] == []


def _is_declared(written: Written) -> bool:
    declared = EVENTS[written.name]
    level = "error" if written.how == "exception" else written.how
    return written.fields <= {*declared.fields, *COMMON} and (
        level in declared.levels or written.how not in LEVELS - {"log"}
    )


def test_every_field_is_explained_and_every_explanation_needed() -> None:
    assert {field for event in EVENTS.values() for field in event.fields} == set(FIELDS)
    assert not set(FIELDS) & {*COMMON, FOREIGN}
