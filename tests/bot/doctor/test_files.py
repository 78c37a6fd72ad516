"""Files with names and secrets under examination: what other users can read is a warning with what to type."""

import shlex
import subprocess
from pathlib import Path

import pytest

from bot.doctor.files import examine_files
from bot.doctor.finding import Check, State
from tests.office import settings_for

ENDINGS = ("", "-wal", "-shm", ".lock")


def private(folder: Path, name: str) -> Path:
    """A file that only its owner can read."""
    file = folder / name
    file.touch(mode=0o600)
    return file


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_each_file_of_the_database_that_others_can_use_is_a_warning_whose_remedy_works(
    tmp_path: Path, ending: str, mode: int
) -> None:
    for each in ENDINGS:
        private(tmp_path, f"our reissue.db{each}")
    settings = settings_for("http://127.0.0.1:1", f"sqlite:///{tmp_path}/our reissue.db")
    loose = tmp_path / f"our reissue.db{ending}"
    loose.chmod(mode)
    (found,) = examine_files(settings)
    assert (found.check, found.state, found.about) == (Check.FILES, State.WARNING, str(loose))
    assert f"{mode:04o}" in found.says
    command = str(found.remedy).split("`")[1]
    subprocess.run(shlex.split(command), check=True)  # noqa: S603 - what the operator would type
    assert [finding.state for finding in examine_files(settings)] == [State.OK]


@pytest.mark.parametrize("setting", ["vitable_connect_api_key_file", "audit_key_file", "slack_signing_secret_file"])
def test_a_key_file_that_others_can_read_is_a_warning_with_any_database(tmp_path: Path, setting: str) -> None:
    key = private(tmp_path, "key")
    key.write_text("k" * 32, encoding="utf-8")
    key.chmod(0o644)
    settings = settings_for("http://127.0.0.1:1", "postgres://db/hr", **{setting: key})
    (found,) = examine_files(settings)
    assert (found.state, found.about, str(key) in str(found.remedy)) == (State.WARNING, str(key), True)


def test_files_that_are_not_there_yet_are_fine(tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:1", f"sqlite:///{tmp_path / 'reissue.db'}")
    assert [finding.state for finding in examine_files(settings)] == [State.OK]
