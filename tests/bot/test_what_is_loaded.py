"""A process has loaded what it uses: the rest of its packages, and the other database's, would only take memory."""

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot import standing_in
from bot.standing_in import unused_left_out
from tests.office import open_office
from tests.processes import environment, get, serving, started

NEVER = (
    *standing_in.REQUIRED,
    *(
        "alembic",
        "benefits.connect6.client",
        "bot.cli",
        "bot.routes_file",
        "colorama",
        "ctypes",
        "dotenv",
        "http.server",
    ),
    *("httpcore._sync", "idna", "logging.handlers", "opentelemetry", "pygments", "sandbox"),
    *("slack_bolt.middleware.assistant", "slack_bolt.workflows", "slack_sdk.oauth", "slack_sdk.socket_mode.client"),
    *("sqlalchemy.orm.scoping", "typer"),
)
"""What an idle process has not loaded, nor any module in it."""

IMPORTED = re.compile(r"^import '([\w.]+)' # (?!<bot\.standing_in)", re.MULTILINE)
"""How Python says that it has loaded a module; not so for one that something stands in for."""

FOR = {
    "sqlite": ("aiosqlite", "filelock", "sqlite3", "sqlalchemy.dialects.sqlite.base"),
    "postgresql": ("psycopg", "sqlalchemy.dialects.postgresql.base"),
}


@pytest.mark.anyio
async def test_an_idle_web_process_has_loaded_only_what_it_uses(database_url: str, tmp_path: Path) -> None:
    database, other = ("sqlite", "postgresql") if database_url.startswith("sqlite") else ("postgresql", "sqlite")
    async with open_office() as office:
        env = environment(office, database_url, PYTHONVERBOSE="1")
        async with started(env, tmp_path / "log", module="bot", python=sys.executable) as process:
            await serving(process)
            assert (await get(process, "/readyz")).is_success
            loaded = set(IMPORTED.findall(process.log))
            assert {"bot.web", "slack_bolt.app.async_app", *FOR[database]} <= loaded
            assert {name for name in loaded if within(name, (*NEVER, *FOR[other]))} == set()
            assert "reissue_requests" in (await get(process, "/metrics")).text


def within(name: str, modules: Iterable[str]) -> bool:
    """Whether a module is one of these, or in one."""
    return any(f"{name}.".startswith(f"{module}.") for module in modules)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that imports another, which stands for those that are left out."""
    (tmp_path / "left_out").mkdir()
    (tmp_path / "left_out" / "__init__.py").write_text(
        "class Kind:\n    most = 4\n\ndef doubled(number):\n    return 2 * number\n"
    )
    (tmp_path / "left_out" / "inner.py").write_text("def halved(number):\n    return number // 2\n")
    (tmp_path / "importing.py").write_text(
        "import left_out.inner\nfrom left_out import Kind, doubled\nfrom left_out.inner import halved\n\n"
        "def given(kind: Kind | None) -> left_out.Kind: ...\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(standing_in, "REQUIRED", ("left_out",))
    (tmp_path / "deriving.py").write_text("import importing\nfrom left_out import Kind\n\nclass Other(Kind): ...\n")
    for name in ("left_out", "left_out.inner", "importing", "deriving"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return "importing"


def test_what_was_left_out_is_loaded_when_it_is_used_all_the_same(package: str) -> None:
    with unused_left_out():
        importing = __import__(package)
    assert "left_out" not in sys.modules
    assert importing.doubled(4) == 8
    assert isinstance(importing.left_out.Kind(), importing.Kind)
    assert isinstance(importing.Kind(), importing.left_out.Kind)
    assert not isinstance(4, importing.Kind)
    assert sys.modules["left_out"].doubled is importing.left_out.doubled


def test_a_module_in_one_that_was_left_out_is_left_out_with_it_and_loaded_when_it_is_used(package: str) -> None:
    with unused_left_out():
        importing = __import__(package)
    assert "left_out.inner" not in sys.modules
    assert importing.halved(8) == importing.left_out.inner.halved(8) == 4
    assert sys.modules["left_out"].inner is sys.modules["left_out.inner"]


def test_what_cannot_do_without_one_of_them_gets_it(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing_in, "USED_BY", {"deriving": "left_out"})
    with unused_left_out():
        deriving = __import__("deriving")
    assert issubclass(deriving.Other, sys.modules["left_out"].Kind)
    assert sys.modules[package].doubled(4) == 8


def test_psycopg_can_do_without_a_libpq_of_its_own() -> None:
    """Where there is none for the machine, or an operator wants the machine's (PSYCOPG_IMPL=python)."""
    assert all(importlib.util.find_spec(name) for name in standing_in.USED_BY)
    imports = "from bot.standing_in import unused_left_out\nwith unused_left_out():\n    import psycopg"
    env = {**os.environ, "PSYCOPG_IMPL": "python"}
    command = [sys.executable, "-c", imports]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - the test's own
    assert ended.stderr == "" or "libpq library not found" in ended.stderr  # which a machine need not have


def test_an_optional_package_is_missing_meanwhile(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing_in, "OPTIONAL", (package,))
    with unused_left_out(), pytest.raises(ImportError):
        __import__(package)
    assert __import__(package).doubled(4) == 8


def test_what_was_left_out_is_not_loaded_for_what_cannot_be_its_instance(package: str) -> None:
    with unused_left_out():
        importing = __import__(package)
    assert not isinstance({}, importing.Kind)
    assert not hasattr(importing.Kind, "_most")
    assert "left_out" not in sys.modules
    assert importing.Kind.most == 4
    assert "left_out" in sys.modules


def test_what_is_loaded_already_stays(package: str) -> None:
    loaded = __import__("left_out")
    with unused_left_out():
        importing = __import__(package)
    assert importing.Kind is loaded.Kind
    assert sys.modules["left_out"] is loaded
