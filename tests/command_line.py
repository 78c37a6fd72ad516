"""The commands as an operator types them.

Importing what a command needs takes most of its time. So a process that has imported it makes a copy of itself for each
command: the copy has the environment, the folder and the output of that command, and runs `bot/__main__.py`.
"""

import array
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import IO

SECONDS = 180.0
"""How long a command may take."""

Done = subprocess.CompletedProcess[str]

_STARTING = threading.Lock()


def python_m_bot(*arguments: str, folder: Path, **environment: str) -> Done:
    """Run a command in a process that imports everything itself, with these variables and hardly any other.

    For what is about starting, and for what is read when something is imported: aiohttp reads SSL_CERT_FILE then.
    """
    return subprocess.run(  # noqa: S603 - this interpreter, arguments of the test
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**_kept(), **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def reissue_bot(*arguments: str, folder: Path, **environment: str) -> Done:
    """Run a command likewise, in a copy of a process that has imported everything."""
    with (
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as err,
        socket.socket(socket.AF_UNIX) as line,
    ):
        line.settimeout(SECONDS)
        with _STARTING:
            address = _server().address
        line.connect(address)
        _send(
            line, {"arguments": arguments, "folder": str(folder), "environment": {**_kept(), **environment}}, out, err
        )
        with line.makefile() as answers:
            process_id = int(answers.readline())
            try:
                code = int(answers.readline())
            except TimeoutError:
                os.kill(process_id, signal.SIGKILL)
                raise
        return subprocess.CompletedProcess(arguments, code, *(_read(each) for each in (out, err)))


def end_copying() -> None:
    """End the process of this one that makes copies, if there is one, and wait for it: its time is to be counted."""
    if _server.cache_info().currsize:
        _server().end()
        _server.cache_clear()


class _Server:
    """The process that makes copies of itself."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="bot")
        self.address = f"{self._folder.name}/line"
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(self.address)
            listening.listen(64)
            command = [sys.executable, "-m", "tests.command_copies", str(listening.fileno())]
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, our own module
                command,
                pass_fds=[listening.fileno()],
                env=_kept(),
                cwd=Path(__file__).parents[1],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def end(self) -> None:
        """Let it end when its copies have, and wait for that."""
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()


@cache
def _server() -> _Server:
    return _Server()


def _send(line: socket.socket, command: dict[str, object], *files: IO[str]) -> None:
    handles = array.array("i", [each.fileno() for each in files])
    line.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])
    line.sendall(json.dumps(command).encode() + b"\n")


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def _kept() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
