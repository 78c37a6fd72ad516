"""Processes of the bot that import nothing themselves, which is most of what a start costs.

A process that has imported everything makes a copy of itself for each of them. The copy has the environment, the
folder, the umask and the output that it is to have, and goes on as `python -m MODULE` does (`tests/command_copies.py`).
"""

import array
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_STARTING = threading.Lock()


def begin_copy(
    module: Sequence[str], folder: Path, environment: Mapping[str, str], files: tuple[int, int]
) -> socket.socket:
    """Begin `python -m` what is in `module`, writing to these two files.

    The line that this returns brings two lines of text: the ID of the process, and in the end its exit code.
    """
    with _STARTING:
        address, umask = _server().address, os.umask(0o077)
        os.umask(umask)
    line = socket.socket(socket.AF_UNIX)
    line.connect(address)
    line.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))])
    process = {"module": module, "folder": str(folder), "environment": dict(environment), "umask": umask}
    line.sendall(json.dumps(process).encode() + b"\n")
    return line


def address_for_others() -> str:
    """Where the process that makes copies listens, for programs that ask it for one themselves."""
    with _STARTING:
        return _server().address


def end_copying() -> None:
    """End the process of this one that makes copies, if there is one, and wait for it: its time is to be counted."""
    if _server.cache_info().currsize:
        _server().end()
        _server.cache_clear()


class _Server:
    """The process that makes copies of itself. It ends by itself when this one has ended."""

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
                env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
                cwd=Path(__file__).parents[1],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )

    def end(self) -> None:
        """Let it end when its copies have, and wait for that."""
        self._process.communicate()
        self._folder.cleanup()


@cache
def _server() -> _Server:
    return _Server()
