"""A copied process of the bot (`tests/copying.py`) that tests go on beside, as asyncio has those that were started."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.copying import begin_copy


class Copy:
    """A process with what `asyncio.subprocess.Process` has to watch, signal and await one."""

    def __init__(self, pid: int, answers: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ended = asyncio.create_task(self._await_end(answers, line))

    def send_signal(self, which: int) -> None:
        """Send a signal, if the process still runs."""
        if self.returncode is None:
            os.kill(self.pid, which)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Wait until it has ended; returns its exit code."""
        return await asyncio.shield(self._ended)

    async def _await_end(self, answers: asyncio.StreamReader, line: asyncio.StreamWriter) -> int:
        self.returncode = int(await answers.readline())
        line.close()
        return self.returncode


async def read_end(pipe: int) -> asyncio.StreamReader:
    """What is written into a pipe, to be read as asyncio does it."""
    stream = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stream)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(pipe, "rb"))
    return stream


async def copied(module: Sequence[str], folder: Path, environment: Mapping[str, str], output: int) -> Copy:
    """Begin `python -m` what is in `module`, writing to an open file."""
    begun = await asyncio.to_thread(begin_copy, module, folder, environment, (output, output))
    answers, line = await asyncio.open_unix_connection(sock=begun)
    return Copy(int(await answers.readline()), answers, line)
