"""What the bot's packages load and the bot does not use: something stands in for it while they are imported.

Loaded for nothing, it takes 11 MB of every process: Bolt without asyncio, Bolt's own server and its installation by
others (OAuth), Slack's blocks as classes, the command lines of uvicorn and pydantic, that of httpx with its colours,
and PostgreSQL's other drivers.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

OPTIONAL = ("rich", "httpx._main")
"""What packages look for, and go without: Python takes None to mean that it is not installed. typer needs rich."""

SLACK_MODELS = (
    "slack_sdk.models",
    "slack_sdk.models.attachments",
    "slack_sdk.models.blocks",
    "slack_sdk.models.blocks.blocks",
    "slack_sdk.models.messages",
    "slack_sdk.models.messages.chunk",
    "slack_sdk.models.metadata",
    "slack_sdk.models.views",
)

DRIVERS = (
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.dialects.postgresql.pg8000",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "sqlalchemy.dialects.postgresql.psycopg2cffi",
)

REQUIRED = (
    "aiohttp.tracing",
    "aiohttp.web",
    "argparse",
    "attr.validators",
    "click",
    "html",
    "pydantic_settings.sources.providers.cli",
    "slack_bolt.app.app",
    "slack_bolt.oauth.oauth_flow",
    "slack_bolt.oauth.async_oauth_flow",
    "slack_sdk.web.client",
    "uvicorn.main",
    *SLACK_MODELS,
    *DRIVERS,
)
"""What packages import without asking, and use only where the bot does not go. (typer has a click of its own.)"""


class Later(type):
    """Stands in for a class or a function, which is loaded when it is called, when one of its attributes is read, or
    when something may be an instance: one of its classes has the name."""

    def __call__(cls, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it returns
        """Call the real one."""
        return cls._real(*arguments, **named)

    def __instancecheck__(cls, value: object) -> bool:
        """Whether a value is an instance of the real one."""
        return any(kind.__name__ == cls.__name__ for kind in type(value).__mro__) and isinstance(value, cls._real)

    def __getattr__(cls, name: str) -> Any:  # noqa: ANN401 - whatever has the name
        """An attribute of the real one."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(cls._real, name)

    @property
    def _real(cls) -> Any:  # noqa: ANN401 - a class or a function
        return getattr(import_module(cls.__module__), cls.__name__)


class StandIn(ModuleType):
    """Stands in for a module while others are imported, and gives them a `Later` for each name."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever has the name
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            return Later(name, (), {"__module__": self.__name__})
        return getattr(import_module(self.__name__), name)


@contextmanager
def unused_left_out() -> Iterator[None]:
    """For imports: what is loaded already stays. Afterwards everything can be imported as usual."""
    missing = [name for name in (*OPTIONAL, *REQUIRED) if name not in sys.modules]
    stand_ins: dict[str, Any] = {name: StandIn(name) if name in REQUIRED else None for name in missing}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]
