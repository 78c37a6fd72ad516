"""The bot's processes: started as an operator starts them, killed as machines die, paused as schedulers pause."""

import asyncio
import os
import resource
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import httpx

from tests.copied import Copy, copied, read_end
from tests.plain_http import plain_client

FULL_AT = 64 * 1024
"""Bytes at which files end on a full disk: pages of the database and of its log lie beyond, and cannot be written."""


@dataclass
class Replica:
    """One place for a process; `module` is what is run there, `log` is where its processes write.

    They import everything themselves, or are `copied` from one that has (`tests/copied.py`), which takes less time.
    """

    env: Mapping[str, str]
    module: Sequence[str]
    log: Path
    copied: bool = False
    port: int = 0
    process: asyncio.subprocess.Process | Copy | None = None
    _reading: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start a process here; it serves some seconds later, on another port than the one before it."""
        self.port = _free_port()
        env = {**self.env, "PORT": str(self.port)}
        # Through a pipe, because a disk that is full for the database is not to be full for the log.
        ours, its = os.pipe()
        if self.copied:
            self.process = await copied(self.module, Path.cwd(), env, its)
        else:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *self.module, env=env, stdout=its, stderr=its
            )
        os.close(its)
        self._reading = asyncio.create_task(self._read(ours))

    async def kill(self) -> None:
        """End the process at once, as a crash does; returns when it is gone."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        if self._reading is not None:
            await self._reading

    def freeze(self) -> None:
        """Stop the process where it stands (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def fill_disk(self) -> None:
        """From now on no file can grow, and nothing can be written far inside one."""
        self._limit_files(FULL_AT)

    def free_disk(self) -> None:
        """There is room again."""
        self._limit_files(resource.RLIM_INFINITY)

    async def serving(self, within: float = 300.0) -> None:
        """Wait until it serves; a process that ended by itself is started again, as a supervisor would."""
        async with asyncio.timeout(within), plain_client(timeout=1) as http:
            while True:
                if self.process is None or self.process.returncode is not None:
                    await self.start()
                with suppress(httpx.TransportError):
                    if (await http.get(f"{self.url}/livez")).is_success:
                        return
                await asyncio.sleep(0.1)

    def _signal(self, which: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(which)

    def _limit_files(self, size: int) -> None:
        if self.process is not None and self.process.returncode is None:
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    async def _read(self, pipe: int) -> None:
        stream = await read_end(pipe)
        with self.log.open("ab") as log:
            while chunk := await stream.read(65536):
                log.write(chunk)
                log.flush()


@dataclass
class Fleet:
    """All replicas, and whom a delivery or a blow meets."""

    replicas: Sequence[Replica]
    random: Random

    def any(self) -> Replica:
        """One of them."""
        return self.random.choice(self.replicas)

    def in_turn(self) -> list[Replica]:
        """All of them, as a load balancer tries them."""
        return self.random.sample(self.replicas, len(self.replicas))


@asynccontextmanager
async def fleet(
    count: int, env: Mapping[str, str], module: Sequence[str], logs: Path, random: Random, *, copies: bool = False
) -> AsyncIterator[Fleet]:
    """That many replicas, serving; gone afterwards."""
    replicas = [Replica(env, module, logs / f"replica-{n}.log", copies) for n in range(count)]
    try:
        for replica in replicas:
            await replica.start()
        for replica in replicas:
            await replica.serving()
        yield Fleet(replicas, random)
    finally:
        for replica in replicas:
            await replica.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
