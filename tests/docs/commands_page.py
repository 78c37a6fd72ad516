"""docs/reference/commands.md, from the commands of `python -m bot`."""

import inspect
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer import Context
from typer.models import ArgumentInfo, OptionInfo

from bot.cli import app, options
from tests.docs.markdown import NONE, code, page, table

FOREWORD = """`python -m bot COMMAND`; installed from a wheel, `reissue-bot COMMAND`. `--help` after a command says the
same. Settings come from the [environment](settings.md)."""

EXIT_CODES = {
    0: "done; of a process that serves: stopped in order",
    1: "done, and the answer is no: `doctor` found problems, `show` found no such request, `export --verify` found the "
    "audit broken, `forget` could not remove everything, `index` could not read all employees",
    2: "the command could not run: settings or options that cannot be used, no database, a file that cannot be "
    "written. A sentence on stderr says what to do",
    3: "`export --verify` only: [the key does not vouch for everything](../audit.md#verifying)",
}

PLACEHOLDERS = {int: "number", str: "text", Path: "file", datetime: "YYYY-MM-DD"}


def callbacks() -> dict[str, Callable[..., Any]]:
    """The function of each command, by the command's name."""
    registered = [(each.name, each.callback) for each in app.registered_commands]
    return {name or function.__name__: function for name, function in registered if function}


def of_the_database() -> list[str]:
    """The commands that need the settings of the database and the audit alone."""
    return [name for name, function in callbacks().items() if "store_settings()" in inspect.getsource(function)]


def commands_page() -> str:
    """The whole page."""
    parts = [FOREWORD, table(["exit code", "meaning"], EXIT_CODES.items()), "## Without a command", _table(options)]
    for name, function in sorted(callbacks().items()):
        parts += [f"## {name}", code(" ".join(["python -m bot", name, *_arguments(function)])), _help(function)]
        parts.append(_table(function))
    return page("Commands", *filter(None, parts))


def options_of(function: Callable[..., Any]) -> set[str]:
    """The options that a command has, as they are typed."""
    return {name for _, told, name, _ in _parameters(function) if isinstance(told, OptionInfo)}


def _help(function: Callable[..., Any]) -> str:
    return inspect.cleandoc(function.__doc__ or "")


def _parameters(function: Callable[..., Any]) -> Iterator[tuple[Any, OptionInfo | ArgumentInfo, str, Any]]:
    """The type, what is told of it, the name as it is typed, and the default of each parameter."""
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        if hints[name] is Context:
            continue
        kind, told = get_args(hints[name])
        typed = told.default if isinstance(told.default, str) else told.metavar or f"--{name.replace('_', '-')}"
        yield kind, told, typed, parameter.default


def _arguments(function: Callable[..., Any]) -> list[str]:
    return [typed for _, told, typed, _ in _parameters(function) if isinstance(told, ArgumentInfo)]


def _table(function: Callable[..., Any]) -> str:
    rows = [
        (code(typed), _values(kind, told), _default(default), told.help or "")
        for kind, told, typed, default in _parameters(function)
    ]
    return table(["option", "value", "default", "meaning"], rows) if rows else "No options."


def _values(kind: Any, told: OptionInfo | ArgumentInfo) -> str:  # noqa: ANN401 - any annotation
    """What may stand after the option."""
    parts = [each for each in get_args(kind) if each is not type(None)]
    if parts and all(isinstance(each, str) for each in parts):
        return ", ".join(map(code, parts))
    if parts:
        return _values(parts[0], told)
    if kind is bool:
        return NONE
    if issubclass(kind, Enum):
        return ", ".join(code(one.value) for one in kind)
    limits = "" if told.min is None and told.max is None else f", {told.min} to {told.max}"
    return f"{PLACEHOLDERS[kind]}{limits}"


def _default(default: Any) -> str:  # noqa: ANN401 - any default
    if default is inspect.Parameter.empty:
        return "**required**"
    if default in (None, False, ""):
        return NONE
    return code(default.value if isinstance(default, Enum) else default)
