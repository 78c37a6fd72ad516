"""Every command in every trouble that an operator can repair: an exit code, one sentence, and no traceback."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.bot.audits import KEY
from tests.bot.settings.good import GOOD
from tests.command_line import in_a_copy, reissue_bot
from tests.databases import Postgres

NO_ONE = "http://127.0.0.1:9"

SETTINGS = {
    **GOOD,
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_API_URL": f"{NO_ONE}/api/",
    "VITABLE_CONNECT_BASE_URL": NO_ONE,
    "AUDIT_KEY": KEY,
    "LOG_LEVEL": "ERROR",
    "RETENTION_DAYS": "30",
}

STARTING: list[tuple[str, ...]] = [("web",), ("socket",)]

OFFLINE: list[tuple[str, ...]] = [
    ("migrate",),
    ("hold",),
    ("retention",),
    ("forget", "empl_1"),
    ("export",),
    ("export", "--verify"),
    ("export", "--head", "head.json"),
]

FILE = "The file of the database cannot be"

NO_FILE = "There is no database"

REACH = "Check DATABASE_URL"


def check(done: subprocess.CompletedProcess[str], *sentences: str, code: int = 2) -> None:
    """One sentence on stderr, one of those that are expected."""
    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
    assert any(sentence in done.stderr for sentence in sentences), done.stderr


def text_file(folder: Path) -> str:
    (folder / "reissue.db").write_text("no database " * 1000, encoding="utf-8")
    return f"sqlite:///{folder}/reissue.db"


def directory(folder: Path) -> str:
    (folder / "reissue.db").mkdir()
    return f"sqlite:///{folder}/reissue.db"


def missing_folder(folder: Path) -> str:
    return f"sqlite:///{folder}/none/reissue.db"


UNUSABLE_FILES: dict[Callable[[Path], str], tuple[str, ...]] = {
    text_file: ("is no SQLite database, or is damaged: set DATABASE_URL to another file",),
    directory: (f"{FILE} opened: set DATABASE_URL",),
    missing_folder: (f"{FILE} opened: set DATABASE_URL", "No file can be written beside", NO_FILE),
}


@pytest.mark.parametrize("made", UNUSABLE_FILES, ids=lambda made: made.__name__)
@pytest.mark.parametrize("command", STARTING + OFFLINE, ids=" ".join)
def test_a_file_that_is_no_database(tmp_path: Path, command: tuple[str, ...], made: Callable[[Path], str]) -> None:
    done = reissue_bot(*command, folder=tmp_path, **SETTINGS, DATABASE_URL=made(tmp_path))
    check(done, *UNUSABLE_FILES[made])


@pytest.mark.parametrize("made", UNUSABLE_FILES, ids=lambda made: made.__name__)
def test_doctor_reports_it_among_its_findings(tmp_path: Path, made: Callable[[Path], str]) -> None:
    done = reissue_bot("doctor", folder=tmp_path, **SETTINGS, DATABASE_URL=made(tmp_path))
    assert (done.returncode, done.stderr, "database" in done.stdout) == (1, "", True)


@pytest.mark.parametrize("command", [*STARTING, ("migrate",), ("hold",)], ids=" ".join)
def test_a_full_disk(migrated_sqlite: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    if command == ("hold",):  # it makes no file
        shutil.copy(migrated_sqlite, tmp_path / "reissue.db")
    settings = {**SETTINGS, "DATABASE_URL": f"sqlite:///{tmp_path}/reissue.db"}
    done = in_a_copy(["tests.bot.full_disk", *command], tmp_path, settings)
    check(done, f"{FILE} read or written: check whether the disk is full")


@pytest.mark.parametrize("command", OFFLINE[1:], ids=" ".join)
def test_a_server_that_is_away(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = reissue_bot(*command, folder=tmp_path, **SETTINGS, DATABASE_URL="postgres://bot:7f3a@127.0.0.1:9/reissue")
    check(done, REACH)
    assert "7f3a" not in done.stderr


@pytest.mark.parametrize("command", [("web",), ("worker",), *OFFLINE], ids=" ".join)
def test_a_server_that_does_not_let_it_in(tmp_path: Path, command: tuple[str, ...], postgres: Postgres) -> None:
    stranger = make_url(postgres.url).set(username="stranger", password="7f3a")
    url = stranger.render_as_string(hide_password=False)
    done = reissue_bot(*command, folder=tmp_path, **SETTINGS, DATABASE_URL=url)
    check(done, REACH, "does not let the bot in")
    assert "7f3a" not in done.stderr


@pytest.mark.parametrize("command", STARTING, ids=" ".join)
@pytest.mark.parametrize("setting", ["PORT", "METRICS_PORT"])
def test_a_port_that_is_taken(tmp_path: Path, command: tuple[str, ...], setting: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        ports = {"PORT": "0", setting: str(other.getsockname()[1])}
        url = f"sqlite:///{tmp_path}/reissue.db"
        done = reissue_bot(*command, folder=tmp_path, **SETTINGS, DATABASE_URL=url, **ports)
    check(done, f"another program listens there. Stop it, or set {setting} to another port")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("export", "--output", "none/audit.csv"), "--output: none/audit.csv cannot be written: No such file"),
        (("export", "--output", "."), "--output: . cannot be written: Is a directory"),
        (("export", "--output", "/dev/full"), "--output: /dev/full cannot be written: No space left on device"),
        (("export", "--head", "none/head.json"), "No line has a chain value"),
        (("export", "--verify", "--head", "none"), "--head: none cannot be read: No such file"),
    ],
    ids=" ".join,
)
def test_a_file_of_an_option_that_cannot_be_used(
    sqlite_url: str, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    check(reissue_bot(*arguments, folder=tmp_path, **SETTINGS, DATABASE_URL=sqlite_url), says)


@pytest.mark.parametrize(
    "command",
    [("manifest", "--socket"), ("hold",), ("forget", "empl_1"), ("export",), ("doctor",), ("--version",)],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("stdout", "code", "said"), [("/dev/full", 2, "cannot be written: No space left"), ("", 1, "")]
)
def test_an_output_that_is_full_or_not_read(
    sqlite_url: str, tmp_path: Path, command: tuple[str, ...], stdout: str, code: int, said: str
) -> None:
    """Without a name, the output is a pipe that nobody reads."""
    unread, end = os.pipe()
    os.close(unread)
    handle = os.open(stdout, os.O_WRONLY) if stdout else os.dup(end)
    done = in_a_copy(["bot", *command], tmp_path, {**SETTINGS, "DATABASE_URL": sqlite_url}, handle)
    os.close(handle)
    os.close(end)
    told = [line for line in done.stderr.splitlines() if not line.startswith("Database: ")]
    assert (done.returncode, len(told), said in done.stderr) == (code, 1 if said else 0, True), done.stderr
