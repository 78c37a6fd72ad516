"""The bot as a process of its own, started as an operator starts it, and killed as machines do."""

import asyncio
import os
import re
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import httpx

from sandbox import cast
from store.migrate import revisions
from tests.copied import Copy, copied
from tests.office import API_TIMEOUT, AUDIT_KEY, Office
from tests.patience import PATIENCE, eventually
from tests.plain_http import plain_client

EMPLOYEES = 40

MADE = f"The tables were made ({revisions()[-1]}).\n"
"""What `migrate` says of a new database."""

NAMES_DATABASE = re.compile(r"\ADatabase: .*\n")
"""What commands that change a database say first."""

UP_TO_DATE = f"The tables are up to date ({revisions()[-1]}).\n"


@dataclass(frozen=True)
class Process:
    """A running `python -m bot …`. `url` is where it serves, `log` what it has written so far."""

    running: asyncio.subprocess.Process | Copy
    url: str
    output: Path

    @property
    def log(self) -> str:
        """Everything it has written to stdout and stderr."""
        return self.output.read_text(encoding="utf-8")

    async def kill(self) -> None:
        """End it at once, as a crash does."""
        self.running.kill()
        await self.running.wait()

    async def stop(self) -> int:
        """Ask it to stop; returns its exit code."""
        self.running.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.running.wait(), PATIENCE)


def environment(office: Office, database_url: str, **changes: str) -> dict[str, str]:
    """The settings of a bot in the office as environment variables, and nothing else of ours."""
    settings = {
        "SLACK_BOT_TOKEN": cast.BOT_TOKEN,
        "SLACK_SIGNING_SECRET": cast.SIGNING_SECRET,
        "SLACK_API_URL": f"{office.url}/api/",
        "VITABLE_CONNECT_API_KEY": cast.API_KEY,
        "VITABLE_CONNECT_BASE_URL": f"{office.url}/benefits",
        "VITABLE_CONNECT_CONTRACT": office.contract.value,
        "VITABLE_CONNECT_TIMEOUT": f"{API_TIMEOUT:g}",
        "READBACK_SETTLE": f"{2 * API_TIMEOUT:g}",
        "AUDIT_KEY": AUDIT_KEY,
        "DATABASE_URL": database_url,
        "APPROVALS_CHANNEL": cast.APPROVALS,
        "APPROVERS": cast.HR_MANAGERS,
        "REQUESTERS": cast.HR_TEAM,
        "PATH": os.environ["PATH"],
    }
    return settings | changes


@asynccontextmanager
async def started(
    env: dict[str, str],
    output: Path,
    command: str = "web",
    module: str = "tests.patient",
    python: str | Path | None = None,
    folder: Path | None = None,
    port: int = 0,
) -> AsyncIterator[Process]:
    """A process that has been started in `folder` (or here) on a port (or any), and is killed at the end if it still
    runs. It is a copy of one that has imported everything, unless it is to be started by a Python."""
    port = port or free_port()
    env = env | {"PORT": str(port)}
    with output.open("a") as log:
        process = (
            await copied([module, command], folder or Path.cwd(), env, log.fileno())
            if python is None
            else await asyncio.create_subprocess_exec(
                python, "-m", module, command, cwd=folder, env=env, stdout=log, stderr=log
            )
        )
    try:
        yield Process(process, f"http://127.0.0.1:{port}", output)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def web_at_work(office: Office, database: Path, **changes: str) -> AsyncIterator[Process]:
    """The bot as a process on an SQLite file, serving the office; ready when its employee index is."""
    env = environment(office, f"sqlite:///{database}", **changes)
    async with started(env, database.with_suffix(".log")) as process:
        await serving(process)
        office.sandbox.bot_url = f"{process.url}/slack/events"
        await eventually(lambda: _indexed(database), "the employee index")
        yield process


@asynccontextmanager
async def replica(office: Office, database_url: str, output: Path, **changes: str) -> AsyncIterator[Process]:
    """One of several web processes that share a database with our tables; clicks go to the one started last."""
    async with started(environment(office, database_url, **changes), output) as process:
        await serving(process)
        office.sandbox.bot_url = f"{process.url}/slack/events"
        yield process


async def serving(process: Process) -> None:
    """Wait until the process answers."""

    async def answers() -> bool:
        assert process.running.returncode is None, process.log
        try:
            return (await get(process, "/livez")).is_success
        except httpx.TransportError:
            return False

    await eventually(answers, "a bot that serves")


async def get(process: Process, path: str) -> httpx.Response:
    """Ask the process for something."""
    async with plain_client(base_url=process.url, timeout=PATIENCE) as http:
        return await http.get(path)


async def drivers_of(process: Process) -> int:
    """How many requests a process drives now, as it says in its metrics."""
    page = (await get(process, "/metrics")).text
    return int(next(line.split()[1] for line in page.splitlines() if line.startswith("reissue_drivers "))[:-2])


async def ended(env: dict[str, str], output: Path, command: str = "web") -> tuple[int, str]:
    """Run a command that is expected to end by itself; returns its exit code, and what it wrote after the line that
    names the database."""
    async with started(env, output, command, "bot") as process:
        return await asyncio.wait_for(process.running.wait(), PATIENCE), NAMES_DATABASE.sub("", process.log)


def _indexed(database: Path) -> bool:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        count = connection.execute("SELECT count(*) FROM bot_employee").fetchone()[0]
    return int(count) == EMPLOYEES


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
