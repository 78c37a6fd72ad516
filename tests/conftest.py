"""What every test shares: the event loop they run on, and in which order and how many at a time they are run."""

import os
from collections.abc import Iterator
from importlib import import_module

import pytest

from tests.patient import FACTOR, HURRIED, Hurry, wait

pytest_plugins = ["tests.browser", "tests.databases"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the bot does."""
    return "asyncio"


@pytest.fixture(autouse=True, scope="module")
def patient() -> Iterator[None]:
    """Tests are not about time, but for those that are held `in_time`."""
    wait(FACTOR)
    yield
    wait(1)


@pytest.fixture
def in_time() -> Iterator[None]:
    """The bot is in the hurry in which it is at work."""
    wait(1)
    yield
    wait(FACTOR)


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Hurry:
    """Sets one limit of the bot as it is at work, by its module and name, for a test that is about this limit."""

    def set_back(module: str, name: str) -> None:
        monkeypatch.setattr(import_module(module), name, HURRIED[module, name])

    return set_back


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that at the end no worker is left alone with them."""
    items.sort(key=lambda item: "conversations" not in item.path.parts)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait, for a process to start or a time to pass."""
    return (os.cpu_count() or 1) + 1
