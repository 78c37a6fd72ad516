"""A platform that reads the Procfile and sets PORT only: the bot is reached from outside, and stops when it is told.

honcho is such a platform for one machine: it reads the Procfile itself, and passes PORT on.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.office import open_office
from tests.patience import PATIENCE, eventually
from tests.places.environments import ROOT
from tests.plain_http import plain_client
from tests.processes import MADE, environment, free_port

pytestmark = pytest.mark.anyio

ANOTHER_ADDRESS = "127.0.0.2"
"""Of this machine, and reached only by who listens on all of its addresses."""


HONCHO = (sys.executable, "-m", "honcho", "--env=/dev/null")

FOUND = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
"""Where the lines find Python."""

ENDED_BY_SIGTERM = 128 + signal.SIGTERM


def by_shell(process: str) -> Sequence[str]:
    """How most platforms run a line of the Procfile."""
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
    return ["sh", "-c", lines[process]]


async def run(command: Sequence[str], env: dict[str, str], output: Path) -> asyncio.subprocess.Process:
    """A process of the Procfile, in a session of its own."""
    with output.open("a") as log:
        return await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=env, start_new_session=True, stdout=log, stderr=log
        )


async def test_a_release_makes_the_tables(tmp_path: Path) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path / 'reissue.db'}", **FOUND}
    migrated = await run(by_shell("release"), env, tmp_path / "log")
    assert await migrated.wait() == 0
    assert (tmp_path / "log").read_text(encoding="utf-8").endswith(MADE)


@pytest.mark.parametrize(
    ("web", "code", "last_words"),
    [
        pytest.param(by_shell("web"), 0, "stopped", id="shell"),
        # honcho tells its own end by the signal, and that of the bot in words.
        pytest.param([*HONCHO, "start", "web"], ENDED_BY_SIGTERM, "web.1 stopped (rc=0)", id="honcho"),
    ],
)
async def test_with_port_alone_the_bot_serves_on_every_address_and_stops_in_order(
    tmp_path: Path, sqlite_url: str, web: Sequence[str], code: int, last_words: str
) -> None:
    port, log = free_port(), tmp_path / "log"
    async with open_office() as office, plain_client(base_url=f"http://{ANOTHER_ADDRESS}:{port}") as http:
        env = environment(office, sqlite_url, PORT=str(port)) | FOUND
        serving = await run(web, env, log)

        async def answers() -> bool:
            assert serving.returncode is None, log.read_text(encoding="utf-8")
            try:
                return (await http.get("/readyz")).is_success
            except httpx.TransportError:
                return False

        try:
            await eventually(answers, "a bot that serves on every address")
            serving.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(serving.wait(), PATIENCE) == code
            assert last_words in log.read_text(encoding="utf-8").splitlines()[-1]
        finally:
            with suppress(ProcessLookupError):  # what the shell left behind
                os.killpg(serving.pid, signal.SIGKILL)


async def test_honcho_finds_both_processes_in_the_procfile() -> None:
    checked = await asyncio.to_thread(
        subprocess.run, [*HONCHO, "check"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (checked.returncode, "Valid procfile detected (release, web)" in checked.stderr) == (0, True), checked.stderr
