"""Commands on a terminal: progress while they work, framed tables, and neither where the output is piped."""

import asyncio
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.audits import KEY
from tests.bot.test_list_and_show import fill
from tests.command_line import reissue_bot
from tests.copying import begin_copy
from tests.store.values import a_request

pytestmark = pytest.mark.anyio

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""What moves the cursor and colours text on a terminal."""

ODD = "U0[bold]"
"""A text that Rich would take for its own markup."""


def on_a_terminal(*arguments: str, folder: Path, environment: dict[str, str], copied: bool = True) -> tuple[int, str]:
    """The exit code of a command on a terminal of 140 columns, and what is seen there."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ours, theirs = pty.openpty()
    settings = {**kept, "TERM": "xterm", "COLUMNS": "140", **environment}
    command = ["bot", *arguments]
    if copied:
        line = begin_copy(command, folder, settings, (theirs, theirs))
    else:
        process = subprocess.Popen(  # noqa: S603 - this interpreter, arguments of the test
            [sys.executable, "-m", *command], cwd=folder, env=settings, stdout=theirs, stderr=theirs
        )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 65536):
            seen += part
    except OSError:  # Linux: the other end of the terminal was closed
        pass
    os.close(ours)
    if not copied:
        return process.wait(), ESCAPES.sub("", seen.decode())
    with line, line.makefile() as answers:
        _, code = answers.read().split()
    return int(code), ESCAPES.sub("", seen.decode())


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """A database with one request."""
    url = f"sqlite:///{tmp_path / 'reissue.db'}"
    assert reissue_bot("migrate", folder=tmp_path, DATABASE_URL=url).returncode == 0
    asyncio.run(fill(url, a_request(requester=ODD), key=KEY))
    return {"DATABASE_URL": url, "AUDIT_KEY": KEY}


def test_migrating_shows_how_far_it_is_and_says_in_the_end_what_was_done(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    code, seen = on_a_terminal("migrate", folder=tmp_path, environment={"DATABASE_URL": url}, copied=False)
    assert (code, "Migrations" in seen, "The tables were made (" in seen) == (0, True, True), seen


def test_exporting_and_verifying_show_it_too(settings: dict[str, str], tmp_path: Path) -> None:
    for arguments in (("export", "--output", "audit.csv"), ("export", "--verify")):
        code, seen = on_a_terminal(*arguments, folder=tmp_path, environment=settings)
        assert (code, "Lines" in seen, "Head of the chain" in seen) == (0, True, True), seen


def test_requests_are_listed_in_a_frame_and_shown_with_tables(settings: dict[str, str], tmp_path: Path) -> None:
    _, listed = on_a_terminal("list", folder=tmp_path, environment=settings)
    assert re.search(r"REQUEST +STATUS .*\n ?─{20,}", listed.replace("\r", "")), listed
    _, shown = on_a_terminal("show", "1", folder=tmp_path, environment=settings)
    assert re.search(r"attempt +at +state", shown), shown
    assert ODD in shown


def test_what_is_piped_has_neither_frames_nor_progress(settings: dict[str, str], tmp_path: Path) -> None:
    listed = reissue_bot("list", folder=tmp_path, **settings)
    assert (listed.stderr, "\x1b" in listed.stdout, "─" in listed.stdout) == ("", False, False)
    new = tmp_path / "new.db"
    migrated = reissue_bot("migrate", folder=tmp_path, DATABASE_URL=f"sqlite:///{new}")
    assert (migrated.stderr, "\x1b" in migrated.stdout) == (f"Database: SQLite, {new}\n", False)
    assert migrated.stdout.startswith("The tables were made (")
