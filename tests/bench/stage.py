"""The processes of one round: a sandbox, one bot or two, a load generator; all gone afterwards."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx

from sandbox import cast
from tests.bench.machine import processor_seconds
from tests.office import AUDIT_KEY
from tests.plain_http import plain_client
from tests.processes import free_port

Json = dict[str, Any]
Who = Literal["ours", "baseline"]

OURS, TUTORIAL, BARE_BOLT = "bot", "tests.bench.tutorial", "tests.bench.bare_bolt"
"""The modules of the bots, which all take the same settings."""

WITHIN = 300
"""Seconds until something that should happen counts as not happening."""

CALM = 1.5
"""Seconds without a call of Slack or the API after which the bot counts as idle."""

FORM = "form.json"

MOST_LINE = 2**27
"""The longest line between this process and the generator."""


class DidNotHappen(Exception):
    """Something that a measurement waits for did not happen in time."""


@dataclass
class Process:
    """A process that was started."""

    running: asyncio.subprocess.Process
    url: str
    ready_after: float = 0.0
    """The processor seconds that it had used when it was ready."""

    @property
    def pid(self) -> int:
        """Its id."""
        return self.running.pid


@dataclass(frozen=True)
class Load:
    """What the generator saw: seconds on the machine's clock, and statuses."""

    sent: Sequence[float]
    answered: Sequence[float]
    status: Sequence[int]

    @property
    def begun(self) -> float:
        """When the first delivery was sent."""
        return min(self.sent)

    @property
    def last(self) -> float:
        """Seconds from the first delivery to the last answer."""
        return max(self.answered) - self.begun

    @property
    def refused(self) -> int:
        """Answers that are not 200, and deliveries without any."""
        return sum(status != 200 for status in self.status)


@dataclass
class Stage:
    """What a round is played on."""

    who: Who
    database_url: str
    sandbox: Process
    bots: Sequence[Process]
    generator: Process
    http: httpx.AsyncClient
    folder: Path
    submitted: int = 0

    @property
    def bot(self) -> Process:
        """The bot, where there is only one."""
        return self.bots[0]

    @property
    def recorded_form(self) -> Path:
        """Where the form is that `/reissue` opens, for the baseline to open the same."""
        return self.folder / FORM

    async def ask(self, path: str, **query: Any) -> Any:  # noqa: ANN401 - JSON
        """Ask the sandbox for something of the measurement."""
        answer = await self.http.get(f"/bench/{path}", params=query)
        answer.raise_for_status()
        return answer.json()

    async def send(self, deliveries: Sequence[Json], connections: int, over: float = 0.0) -> Load:
        """Have the generator deliver to the bots, over so many connections at once; spread over some seconds."""
        stdin, stdout = self.generator.running.stdin, self.generator.running.stdout
        assert stdin is not None
        assert stdout is not None
        urls = [f"{bot.url}/slack/events" for bot in self.bots]
        job = {"urls": urls, "connections": connections, "deliveries": deliveries, "over": over}
        stdin.write(json.dumps(job).encode() + b"\n")
        await stdin.drain()
        return Load(**json.loads(await stdout.readline()))

    async def submit(self, count: int) -> None:
        """Submit so many requests more; returns once their cards are there and all is calm."""
        first, self.submitted = self.submitted + 1, self.submitted + count
        load = await self.send(await self.ask("submissions", first=first, last=self.submitted), 2)
        if load.refused:
            raise DidNotHappen(f"{load.refused} of {count} submissions were not taken: {load.status}")
        await self.said("pending", self.submitted)
        await self.calm()

    async def said(self, status: str, count: int) -> list[float]:
        """Once so many cards have said a status: when each did, in order."""
        answer = await self.ask("cards", status=status, count=count, within=WITHIN)
        if not answer["in_time"]:
            raise DidNotHappen(f"only {len(answer['at'])} of {count} cards said {status}")
        return sorted(answer["at"])

    async def calm(self, seconds: float = CALM) -> None:
        """Wait until the bot calls nobody."""
        if not (await self.ask("quiet", seconds=seconds, within=WITHIN))["is_quiet"]:
            raise DidNotHappen(f"no {seconds} seconds without a call")

    async def calls(self, after: int = 0) -> list[tuple[str, str, int, float]]:
        """The calls that the sandbox got: target, call, status, when."""
        return [tuple(call) for call in await self.ask("calls", after=after)]

    def tell(self, words: str) -> None:
        """Say something to the person who measures."""
        sys.stderr.write(f"  {self.who}: {words}\n")

    def used(self) -> dict[str, float]:
        """The processor seconds of each process so far."""
        bots = sum(processor_seconds(bot.pid) for bot in self.bots)
        return {"bot": bots, "sandbox": processor_seconds(self.sandbox.pid)}


@asynccontextmanager
async def staged(
    who: Who, module: str, database_url: str, folder: Path, crowd: int, processes: int = 1
) -> AsyncIterator[Stage]:
    """A round's processes: the bot serves, and has read what it reads at its start."""
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(_started(["tests.bench.sandbox_server", str(crowd)], _own()))
        assert sandbox.running.stdout is not None
        sandbox.url = (await sandbox.running.stdout.readline()).decode().strip()
        http = await stack.enter_async_context(plain_client(base_url=sandbox.url, timeout=2 * WITHIN))
        env = environment(sandbox.url, database_url) | {
            "RECORDED_FORM": str(folder / FORM),
            "PROFILE_FOLDER": str(folder),
        }
        log = folder / f"{module}.log"
        bots = [await stack.enter_async_context(_bot(module, env, log)) for _ in range(processes)]
        generator = await stack.enter_async_context(_started(["tests.bench.generator"], _own()))
        stage = Stage(who, database_url, sandbox, bots, generator, http, folder)
        await stage.calm()
        yield stage


def environment(sandbox_url: str, database_url: str) -> dict[str, str]:
    """The settings of the bot, as it has them at work: nothing is more patient than there."""
    return {
        "SLACK_BOT_TOKEN": cast.BOT_TOKEN,
        "SLACK_SIGNING_SECRET": cast.SIGNING_SECRET,
        "SLACK_API_URL": f"{sandbox_url}/api/",
        "VITABLE_CONNECT_API_KEY": cast.API_KEY,
        "VITABLE_CONNECT_BASE_URL": f"{sandbox_url}/benefits",
        "AUDIT_KEY": AUDIT_KEY,
        "DATABASE_URL": database_url,
        "APPROVALS_CHANNEL": cast.APPROVALS,
        "APPROVERS": cast.HR_MANAGERS,
        "REQUESTERS": cast.HR_TEAM,
        **_own(),
    }


def _own() -> dict[str, str]:
    return {"PATH": os.environ["PATH"]}


@asynccontextmanager
async def _bot(module: str, env: Mapping[str, str], output: Path) -> AsyncIterator[Process]:
    port = free_port()
    with output.open("a") as log:
        async with _started([module, "web"], {**env, "PORT": str(port)}, log.fileno()) as process:
            process.url = f"http://127.0.0.1:{port}"
            await _serving(process)
            process.ready_after = processor_seconds(process.pid)
            yield process


async def _serving(process: Process) -> None:
    async with asyncio.timeout(WITHIN), plain_client(timeout=5) as http:
        while process.running.returncode is None:
            with suppress(httpx.TransportError):
                if (await http.get(f"{process.url}/readyz")).is_success:
                    return
            await asyncio.sleep(0.02)
    raise DidNotHappen("the bot ended while it started; see its log")


@asynccontextmanager
async def _started(command: Sequence[str], env: Mapping[str, str], log: int | None = None) -> AsyncIterator[Process]:
    piped = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *command,
        env={**env},
        limit=MOST_LINE,
        stdin=piped,
        stdout=piped if log is None else log,
        stderr=log,
    )
    try:
        yield Process(process, "")
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
