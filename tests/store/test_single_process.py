"""The guard: one process per SQLite file, and a lock that no crash leaves behind."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from approvals.errors import StoreUnavailable
from store.single_process import DatabaseInUse, database_lock

PROGRAM = """
import sys
from store.single_process import database_lock
with database_lock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _another_process(url: str) -> Iterator[subprocess.Popen[bytes]]:
    command_line = [sys.executable, "-c", PROGRAM, url]
    with subprocess.Popen(command_line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 ours
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process


def test_a_second_process_is_refused_with_what_to_do_and_let_in_after_a_kill(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'reissue.db'}"
    with _another_process(url) as other:
        with pytest.raises(DatabaseInUse, match=r"Stop it first, or set DATABASE_URL.*reissue\.db"), database_lock(url):
            pass
        other.kill()
        other.wait()
        with database_lock(url):
            pass


def test_the_lock_ends_with_its_block_and_other_files_are_free(tmp_path: Path) -> None:
    one, two = (f"sqlite:///{tmp_path / name}" for name in ("one.db", "two.db"))
    for _ in range(2):
        with database_lock(one), database_lock(two):
            pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.db.lock", "two.db.lock"]


def test_one_file_by_two_names_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with (
        database_lock("sqlite:///reissue.db"),
        pytest.raises(DatabaseInUse),
        database_lock(f"sqlite:///{tmp_path}/./reissue.db"),
    ):
        pass


def test_postgresql_needs_no_guard() -> None:
    with database_lock("postgresql://u:p@127.0.0.1:1/bot"), database_lock("postgresql://u:p@127.0.0.1:1/bot"):
        pass


def test_a_missing_directory_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreUnavailable, match=r"No file can be written beside .*: No such file or directory"),
        database_lock(f"sqlite:///{tmp_path}/no/x.db"),
    ):
        pass
    assert not (tmp_path / "no").exists()
