"""Files with names and secrets under examination: what other users can read is a warning with what to type."""

import os
import shlex
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bot.doctor.files import examine_files
from bot.doctor.finding import Check, State
from bot.doctor.surroundings import MARKS, Surroundings
from bot.settings import Settings
from tests.office import settings_for

ENDINGS = ("", "-wal", "-shm", ".lock")

HERE = Surroundings(user=os.geteuid(), group=os.getegid())
"""On a machine, as the user of the tests."""

ANOTHER = replace(HERE, user=os.geteuid() + 1)
"""As a user of the same group, to whom the files of the tests do not belong."""


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
    (found,) = examine_files(settings, HERE)
    assert (found.check, found.state, found.about) == (Check.FILES, State.WARNING, str(loose))
    assert f"{mode:04o}" in found.says
    command = str(found.remedy).split("`")[1]
    subprocess.run(shlex.split(command), check=True)  # noqa: S603 - what the operator would type
    assert [finding.state for finding in examine_files(settings, HERE)] == [State.OK]


@pytest.mark.parametrize("setting", ["vitable_connect_api_key_file", "audit_key_file", "slack_signing_secret_file"])
def test_a_key_file_that_others_can_read_is_a_warning_with_any_database(tmp_path: Path, setting: str) -> None:
    key = private(tmp_path, "key")
    key.write_text("k" * 32, encoding="utf-8")
    key.chmod(0o644)
    settings = settings_for("http://127.0.0.1:1", "postgres://db/hr", **{setting: key})
    (found,) = examine_files(settings, HERE)
    assert (found.state, found.about, str(key) in str(found.remedy)) == (State.WARNING, str(key), True)


def test_files_that_are_not_there_yet_are_fine(tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:1", f"sqlite:///{tmp_path / 'reissue.db'}")
    assert [finding.state for finding in examine_files(settings, HERE)] == [State.OK]


def with_key(folder: Path, mode: int) -> tuple[Settings, Path]:
    """Settings whose one file is that of a key, with a mode."""
    key = private(folder, "audit key")
    key.write_text("k" * 32, encoding="utf-8")
    key.chmod(mode)
    return settings_for("http://127.0.0.1:1", "postgres://db/hr", audit_key_file=key), key


@pytest.mark.parametrize("mode", [0o644, 0o444, 0o660, 0o646])
def test_on_a_machine_the_remedy_for_another_users_file_works_and_leaves_it_readable_to_the_bot(
    tmp_path: Path, mode: int
) -> None:
    settings, key = with_key(tmp_path, mode)
    (found,) = examine_files(settings, ANOTHER)
    assert (found.state, found.about, f"{mode:04o}" in found.says) == (State.WARNING, str(key), True)
    command = str(found.remedy).split("`")[1]
    subprocess.run(["sh", "-c", command], check=True)  # noqa: S603, S607 - what its owner would type
    assert key.stat().st_mode & 0o777 == 0o640
    assert [finding.state for finding in examine_files(settings, ANOTHER)] == [State.OK]


@pytest.mark.parametrize(
    ("place", "mode"), [("Podman", 0o444), ("Compose", 0o644), ("Kubernetes", 0o644), ("Kubernetes, fsGroup", 0o440)]
)
def test_in_a_container_no_one_is_told_to_change_a_secret_that_is_mounted(
    tmp_path: Path, place: str, mode: int
) -> None:
    settings, _ = with_key(tmp_path, mode)
    (of_root,) = examine_files(settings, replace(ANOTHER, user=0, in_container=True))
    (found,) = examine_files(settings, replace(ANOTHER, in_container=True))
    assert (of_root.state, found.state, found.remedy) == (State.OK, State.OK, None)
    assert ("up to what mounts them" in found.says) == (place != "Kubernetes, fsGroup")


def test_in_a_container_a_file_of_the_bots_own_is_still_a_warning(tmp_path: Path) -> None:
    settings, _ = with_key(tmp_path, 0o644)
    mine = Surroundings(user=tmp_path.stat().st_uid, group=1, in_container=True)
    if mine.user == 0:
        os.chown(tmp_path / "audit key", 10001, 1)
        mine = replace(mine, user=10001)
    (found,) = examine_files(settings, mine)
    assert (found.state, "chmod 600" in str(found.remedy)) == (State.WARNING, True)


def test_systemds_credentials_which_have_an_access_list_are_fine(tmp_path: Path) -> None:
    settings, _ = with_key(tmp_path, 0o440)
    unit = Surroundings(user=HERE.user + 1, group=HERE.group + 1, credentials=tmp_path)
    assert [finding.state for finding in examine_files(settings, unit)] == [State.OK]
    elsewhere = replace(unit, credentials=tmp_path / "another")
    assert [finding.state for finding in examine_files(settings, elsewhere)] == [State.WARNING]


@pytest.mark.parametrize("variable", ["container", "KUBERNETES_SERVICE_HOST"])
def test_a_container_is_known_by_its_variable_or_its_mark(variable: str) -> None:
    assert Surroundings.of_process({variable: "set"}).in_container
    assert Surroundings.of_process({}).in_container == any(mark.exists() for mark in MARKS)
    assert Surroundings.of_process({"CREDENTIALS_DIRECTORY": "/run/credentials/x"}).credentials == Path(
        "/run/credentials/x"
    )
