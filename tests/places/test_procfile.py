"""A platform that reads the Procfile and sets PORT only: the bot is reached from outside, and stops when it is told."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.office import open_office
from tests.patience import PATIENCE, eventually
from tests.places.environments import ROOT
from tests.plain_http import plain_client
from tests.processes import environment, free_port

pytestmark = pytest.mark.anyio

ANOTHER_ADDRESS = "127.0.0.2"
"""Of this machine, and reached only by who listens on all of its addresses."""


async def run_by_shell(line: str, env: dict[str, str]) -> asyncio.subprocess.Process:
    """A line of the Procfile, as platforms run it."""
    return await asyncio.create_subprocess_exec("sh", "-c", line, cwd=ROOT, env=env, start_new_session=True)


async def test_with_port_alone_the_bot_serves_on_every_address_and_stops_in_order(tmp_path: Path) -> None:
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
    port = free_port()
    async with open_office() as office, plain_client(base_url=f"http://{ANOTHER_ADDRESS}:{port}") as http:
        env = environment(office, f"sqlite:///{tmp_path / 'reissue.db'}", PORT=str(port))
        env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
        migrated = await run_by_shell(lines["release"], env)
        assert await migrated.wait() == 0
        serving = await run_by_shell(lines["web"], env)

        async def answers() -> bool:
            assert serving.returncode is None
            try:
                return (await http.get("/readyz")).is_success
            except httpx.TransportError:
                return False

        try:
            await eventually(answers, "a bot that serves on every address")
            serving.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(serving.wait(), PATIENCE) == 0
        finally:
            with suppress(ProcessLookupError):  # what the shell left behind
                os.killpg(serving.pid, signal.SIGKILL)
