"""`python -m tests.command_copies N`: imports what the commands need, then makes a copy of itself for each of them.

Each connection to the listening socket N brings one command (`tests/command_line.py`). The copy goes on as
`python -m bot` does; its process ID and its exit code are written to the connection.
"""

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
import time
from importlib import import_module

import bot.__main__  # noqa: F401 first: it imports the rest without looking for garbage

LEFT_OUT = ("bot.__main__", "store.migrations.")
"""What runs when it is imported."""


def import_everything() -> None:
    """Import what commands import when they run."""
    for package in ("bot", "store"):
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.startswith(LEFT_OUT):
                import_module(module.name)


def next_command(listening: socket.socket) -> None:
    """Wait for commands; returns in a copy that is to carry one out, ready to do so."""
    while True:
        line, _ = listening.accept()
        if os.fork():
            line.close()
            _reap()
            continue
        # The copy's parent: it waits for the copy, and is waited for itself, so that all time is counted.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        listening.close()
        _, (out, err), *_ = socket.recv_fds(line, 1, 2)
        with line.makefile("r") as commands:
            command = json.loads(commands.readline())
        if copy := os.fork():
            line.sendall(f"{copy}\n".encode())
            _, status = os.waitpid(copy, 0)
            line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            os._exit(0)
        line.close()
        for file, place in ((out, 1), (err, 2)):
            os.dup2(file, place)
            os.close(file)
        os.chdir(command["folder"])
        os.environ.clear()
        os.environ.update(command["environment"])
        time.tzset()
        sys.argv = ["bot", *command["arguments"]]
        return


def _reap() -> None:
    """Take note of copies' parents that have ended."""
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            return


def _end(*_: object) -> None:
    """Wait for the copies, then end."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            os._exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    import_everything()
    del sys.modules["bot.__main__"]  # it is run again in each copy
    gc.freeze()  # a copy that looked through what it shares with the others would really copy it
    with socket.socket(fileno=int(sys.argv[1])) as waiting:
        next_command(waiting)
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
