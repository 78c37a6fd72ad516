"""A process has loaded what it uses: the rest of its packages, and the other database's, would only take memory."""

import sys
from pathlib import Path

import pytest

from bot import standing_in
from bot.standing_in import unused_left_out
from tests.office import open_office
from tests.processes import environment, get, serving, started

NEVER = (
    *standing_in.REQUIRED,
    *("alembic", "bot.cli", "opentelemetry", "pygments", "sandbox", "slack_sdk.socket_mode.client", "typer"),
)
FOR = {
    "sqlite": ("aiosqlite", "filelock", "sqlite3", "sqlalchemy.dialects.sqlite.base"),
    "postgresql": ("psycopg", "sqlalchemy.dialects.postgresql.base"),
}


@pytest.mark.anyio
async def test_an_idle_web_process_has_loaded_only_what_it_uses(database_url: str, tmp_path: Path) -> None:
    database, other = ("sqlite", "postgresql") if database_url.startswith("sqlite") else ("postgresql", "sqlite")
    async with open_office() as office:
        env = environment(office, database_url, PYTHONPROFILEIMPORTTIME="1")
        async with started(env, tmp_path / "log", module="bot", python=sys.executable) as process:
            await serving(process)
            assert (await get(process, "/readyz")).is_success
            loaded = {line.rpartition("|")[2].strip() for line in process.log.splitlines() if "import time:" in line}
            assert {"bot.web", "slack_bolt.app.async_app", *FOR[database]} <= loaded
            assert loaded & {*NEVER, *FOR[other]} == set()
            assert "reissue_requests" in (await get(process, "/metrics")).text


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that imports another, which stands for those that are left out."""
    (tmp_path / "left_out.py").write_text("class Kind:\n    most = 4\n\ndef doubled(number):\n    return 2 * number\n")
    (tmp_path / "importing.py").write_text(
        "import left_out\nfrom left_out import Kind, doubled\n\ndef given(kind: Kind | None) -> left_out.Kind: ...\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(standing_in, "REQUIRED", ("left_out",))
    for name in ("left_out", "importing"):
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
