"""`python -m tests.command_copies N`: imports what the bot needs, then makes a copy of itself for each process.

Each connection to the listening socket N brings one process (`tests/copying.py`). The copy goes on as
`python -m MODULE` does; its process ID and its exit code are written to the connection.
"""

import gc
import io
import json
import os
import pkgutil
import runpy
import select
import socket
import sys
import time
from importlib import import_module
from typing import NoReturn

import bot.__main__  # noqa: F401 first: it imports the rest without looking for garbage

LEFT_OUT = ("bot.__main__", "store.migrations.")
"""What runs when it is imported."""

RUN = ("bot.__main__", "tests.patient", "tests.named")
"""What is run again in each copy."""


LATER = (
    "anyio._backends._asyncio",
    "filelock",
    "httpcore",
    "slack_bolt.listener_matcher.async_builtins",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "store.migrations.running",
    "stringprep",
    "uvicorn.lifespan.on",
)
"""What packages import when they are used."""


def import_everything() -> None:
    """Import what the bot imports when it runs."""
    for name in LATER:
        import_module(name)
    for package in ("bot", "store"):
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.startswith(LEFT_OUT):
                import_module(module.name)


def next_process(listening: socket.socket) -> str:
    """Wait for processes that are asked for; returns in a copy that is to be one, with the module to run."""
    while True:
        ready, _, _ = select.select([listening, sys.stdin], [], [])
        if sys.stdin in ready:  # it is closed: who asks has ended
            _end()
        line, _ = listening.accept()
        if os.fork():
            line.close()
            _reap()
            continue
        # The copy's parent: it waits for the copy, and is waited for itself, so that all time is counted.
        listening.close()
        _, (out, err), *_ = socket.recv_fds(line, 1, 2)
        with line.makefile("r") as lines:
            process = json.loads(lines.readline())
        if copy := os.fork():
            _answer(line, copy, out, err)
        line.close()
        for file, place in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
            os.dup2(file, place)
            os.close(file)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(line_buffering=os.isatty(1))
        return _become(**process)


def _become(module: list[str], folder: str, environment: dict[str, str], umask: int) -> str:
    os.chdir(folder)
    os.umask(umask)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    if environment.keys() & {"SSL_CERT_FILE", "SSL_CERT_DIR"}:
        _read_certificates()
    name, *arguments = module
    sys.argv = [name, *arguments]
    return name


def _read_certificates() -> None:
    """As aiohttp does when it is imported."""
    from aiohttp import connector  # noqa: PLC0415 imported already

    connector._SSL_CONTEXT_VERIFIED = connector._make_ssl_context(verified=True)


def _answer(line: socket.socket, copy: int, *its_files: int) -> NoReturn:
    """Say who the copy is, and how it ended; to nobody, if who asked has ended itself."""
    for file in its_files:
        os.close(file)
    try:
        line.sendall(f"{copy}\n".encode())
        _, status = os.waitpid(copy, 0)
        line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    finally:
        os._exit(0)


def _reap() -> None:
    """Take note of copies' parents that have ended."""
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            return


def _end() -> NoReturn:
    """Wait for the copies, then end."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            os._exit(0)


if __name__ == "__main__":
    import_everything()
    for name in RUN:  # they import one another
        import_module(name)
    for name in RUN:
        del sys.modules[name]
    gc.freeze()  # a copy that looked through what it shares with the others would really copy it
    with socket.socket(fileno=int(sys.argv[1])) as waiting:
        run = next_process(waiting)
    runpy.run_module(run, run_name="__main__", alter_sys=True)
