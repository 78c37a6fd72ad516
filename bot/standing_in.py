"""What the bot's packages load and the bot does not use: something stands in for it while they are imported.

Loaded for nothing, it takes 14 MB of every process: Bolt without asyncio, Bolt's own server, its installation by
others (OAuth), workflow steps and assistants, Slack's blocks as classes, httpx without asyncio, the command lines of
uvicorn, pydantic and httpx, settings from a cloud or an .env file, colours, uvicorn's own logs, SQLAlchemy's sessions
of a thread, PostgreSQL's other drivers, a server for metrics, host names that are not ASCII, and ctypes, with which
psycopg would look for libpq.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

OPTIONAL = ("colorama", "httpx._main", "rich")
"""What packages look for, and go without. typer needs rich."""

REQUIRED = (
    "aiohttp.tracing",
    "aiohttp.web",
    "argparse",
    "attr.validators",
    "click",
    "configparser",
    "ctypes",
    "dotenv",
    "html",
    "httpcore._backends.sync",
    "httpcore._sync",
    "idna",
    "logging.config",
    "prometheus_client.exposition",
    "pydantic_settings.sources.providers.azure",
    "pydantic_settings.sources.providers.cli",
    "pydantic_settings.sources.providers.gcp",
    "slack_bolt.app.app",
    "slack_bolt.middleware.assistant",
    "slack_bolt.oauth",
    "slack_bolt.workflows",
    "slack_sdk.models",
    "slack_sdk.oauth",
    "slack_sdk.web.client",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.dialects.postgresql.pg8000",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "sqlalchemy.dialects.postgresql.psycopg2cffi",
    "sqlalchemy.ext.asyncio.scoping",
    "sqlalchemy.orm.scoping",
    "uvicorn.main",
)
"""What packages import without asking, and use only where the bot does not go; with all modules in it. (typer has a
click of its own.)"""

USED_BY = {"psycopg.pq.pq_ctypes": "ctypes"}
"""What uses one of them all the same, if it is imported: psycopg where it has no libpq of its own."""


class Later:
    """Stands in for a class or a function, which is loaded when it is called, when one of its attributes is read, or
    when something may be an instance: one of its classes has the name."""

    def __init__(self, module: str, name: str) -> None:
        self._place = module, name

    def __call__(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it returns
        """Call the real one."""
        return self._real(*arguments, **named)

    def __instancecheck__(self, value: object) -> bool:
        """Whether a value is an instance of the real one."""
        return any(kind.__name__ == self._place[1] for kind in type(value).__mro__) and isinstance(value, self._real)

    def __or__(self, _other: object) -> "Later":
        """In an annotation."""
        return self

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever has the name
        """An attribute of the real one."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._real, name)

    @property
    def _real(self) -> Any:  # noqa: ANN401 - a class or a function
        module, name = self._place
        return getattr(import_module(module), name)

    __ror__ = __or__


class StandIn(ModuleType):
    """Stands in for a module while others are imported, and gives them a `Later` for each name."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever has the name
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            return Later(self.__name__, name)
        return getattr(import_module(self.__name__), name)


class LeftOut(Loader):
    """Finds modules for Python: none for what is optional, and a `StandIn` for what is required and not used."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._used: set[str] = set()

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """Python asks this for what is not loaded yet."""
        if name in OPTIONAL:
            raise ModuleNotFoundError(f"{name} is left out", name=name)
        if name in USED_BY:
            self._give_back(USED_BY[name])
        is_left_out = any(_is_in(name, each) for each in REQUIRED if each not in self._used)
        return ModuleSpec(name, self, is_package=True) if is_left_out else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The one that stands in."""
        self.names.append(spec.name)
        return StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """It has no code to run."""

    def give_all_back(self) -> None:
        """Let everything be imported as usual."""
        self._give_back(*REQUIRED)

    def _give_back(self, *modules: str) -> None:
        self._used.update(modules)
        given = [name for name in self.names if any(_is_in(name, module) for module in modules)]
        for name in given:
            self.names.remove(name)
            del sys.modules[name]


def _is_in(name: str, module: str) -> bool:
    return f"{name}.".startswith(f"{module}.")


@contextmanager
def unused_left_out() -> Iterator[None]:
    """For imports: what is loaded already stays. Afterwards everything can be imported as usual."""
    left_out = LeftOut()
    sys.meta_path.insert(0, left_out)
    try:
        yield
    finally:
        sys.meta_path.remove(left_out)
        left_out.give_all_back()
