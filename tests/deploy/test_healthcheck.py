"""The health check of the image tells a bot that answers from one that does not."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.kit import KIT
from tests.office import Office
from tests.patience import eventually
from tests.processes import environment, free_port, started

pytestmark = pytest.mark.anyio


async def checked(**variables: str) -> tuple[int, str]:
    """The exit code of the check and what it says, run as the image runs it."""
    command = [sys.executable, "-I", "-S", str(KIT / "healthcheck.py")]
    env = {"PATH": os.environ["PATH"], **variables}
    said = await asyncio.to_thread(subprocess.run, command, env=env, capture_output=True, text=True, timeout=30)
    return said.returncode, said.stderr


def has(host: str) -> bool:
    """Whether this machine can listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return False
    return True


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1", "::"])  # noqa: S104 - as in a container
async def test_a_bot_that_answers_is_healthy_by_either_port(own_office: Office, tmp_path: Path, host: str) -> None:
    if not has(host):
        pytest.skip(f"this machine has no {host}")
    apart = str(free_port())
    env = environment(own_office, f"sqlite:///{tmp_path / 'reissue.db'}", HOST=host, METRICS_PORT=apart)
    async with started(env, tmp_path / "log") as process:
        port = process.url.rpartition(":")[2]

        async def is_healthy() -> bool:
            assert process.running.returncode is None, process.log
            return await checked(HOST=host, PORT=port) == (0, "")

        await eventually(is_healthy, "a healthy bot")
        assert await checked(HOST=host, PORT=str(free_port()), METRICS_PORT=apart) == (0, "")


async def test_one_that_does_not_answer_is_not_and_the_check_says_why() -> None:
    port = str(free_port())
    said = await checked(HOST="0.0.0.0", PORT=port)  # noqa: S104 - as in a container
    assert said == (1, f"Port {port} does not answer: [Errno 111] Connection refused\n")


async def test_another_program_on_the_port_is_no_healthy_bot(own_office: Office) -> None:
    code, said = await checked(PORT=own_office.url.rpartition(":")[2])
    assert (code, "404" in said) == (1, True), said
