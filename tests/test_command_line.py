"""A command in a copy of a process does what it does in a process of its own, and leaves nothing to the next."""

from pathlib import Path

import pytest

from tests.bot.settings.good import GOOD
from tests.command_line import Done, in_a_copy, in_a_process, python_m_bot, reissue_bot


def told(done: Done) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments", [("--help",), ("list", "--help"), ("nonsense",), ("web",), ("doctor",), ("show", "R-1")], ids=" ".join
)
def test_a_copy_says_and_returns_what_a_start_of_python_does(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert told(reissue_bot(*arguments, folder=tmp_path)) == told(python_m_bot(*arguments, folder=tmp_path))


def test_a_command_has_its_own_environment_and_folder_and_nothing_of_the_one_before(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    made = reissue_bot("migrate", folder=one, **GOOD, DATABASE_URL="sqlite:///here.db")
    also = reissue_bot("migrate", folder=other, **GOOD, DATABASE_URL="sqlite:///there.db")
    assert [each.stderr for each in (made, also)] == [
        f"Database: SQLite, {file}\n" for file in (one / "here.db", other / "there.db")
    ]
    assert (made.returncode, made.stdout) == (also.returncode, also.stdout)
    assert [(one / "here.db").exists(), (other / "there.db").exists()] == [True, True]
    assert [file.name for folder in (one, other) for file in folder.glob("*.db")] == ["here.db", "there.db"]
    assert reissue_bot("web", folder=one).stderr == python_m_bot("web", folder=one).stderr


def test_an_output_that_is_full_is_told_alike(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        copy = in_a_copy(["bot", "--version"], tmp_path, {}, full.fileno())
        started = in_a_process(["bot", "--version"], tmp_path, {}, full.fileno())
    assert (copy.returncode, copy.stderr) == (started.returncode, started.stderr)
    assert copy.returncode == 2


def test_a_database_that_cannot_be_used_is_told_alike(tmp_path: Path) -> None:
    folder_for_a_file = {**GOOD, "DATABASE_URL": f"sqlite:///{tmp_path}"}
    copy = reissue_bot("migrate", folder=tmp_path, **folder_for_a_file)
    assert told(copy) == told(python_m_bot("migrate", folder=tmp_path, **folder_for_a_file))
    assert copy.returncode == 2
