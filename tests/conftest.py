"""What every test shares: the event loop they run on, and in which order and how many at a time they are run."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.proxies import Proxies
from tests.copying import end_copying
from tests.memory import memory
from tests.patient import let_bolt_wait

pytest_plugins = ["tests.browser", "tests.databases"]

TESTS = Path(__file__).parent

LONGEST = (
    "sandbox/page/test_accessibility.py",
    "alerts/test_faults.py",
    "docs/test_commands.py",
    "bench/test_bench.py",
    "places/test_wheel.py",
)
"""Files outside of the conversations that take more than half a minute, most of it waiting."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the bot does."""
    return "asyncio"


@pytest.fixture(autouse=True, scope="module")
def patient() -> Iterator[None]:
    """Tests are not about time: Bolt waits longer for its listeners, as the bot does with `tests.patient.PATIENT`."""
    let_bolt_wait()
    yield
    let_bolt_wait(1)


def pytest_configure(config: pytest.Config) -> None:
    """Tests ask servers of this machine only: the proxies of a company are not for them. pip uses them in `places`.

    Their files are kept in memory where there is room: most are databases, and a disk is waited for at each commit.
    """
    if room := memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(room))
    if "places" not in config.getoption("markexpr"):
        Proxies.taken_from(os.environ)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first, so that at the end no worker is left alone with them. Tests of places only if asked for."""
    if "places" not in config.getoption("markexpr"):
        slow = [item for item in items if item.get_closest_marker("places")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[int, bool]:
    name = item.path.relative_to(TESTS).as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST), not name.startswith("conversations/")


def pytest_collection_finish() -> None:
    """Look for garbage as the bot does: after the imports, which leave none and stay (`bot/__main__.py`)."""
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """No process of ours is left."""
    end_copying()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Three for each processor: three quarters of all the time is spent waiting, for a process to start or a time to
    pass. Each has a PostgreSQL of its own, and takes about a third of a gigabyte."""
    return 3 * (os.cpu_count() or 1)
