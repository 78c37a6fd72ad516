"""A real PgBouncer before the tests' PostgreSQL, where the machine has one (`.ci/pooler` installs Debian's)."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.databases import Postgres
from tests.patience import PATIENCE
from tests.processes import free_port

CONFIGURATION = """
[databases]
* = host={server} port=5432 user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
server_round_robin = {round_robin}
logfile = {directory}/log
pidfile = {directory}/pid
"""


def program() -> str:
    """The path of PgBouncer. Skips the test by name where the machine has none."""
    found = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip("needs PgBouncer (Debian: sudo apt-get install pgbouncer)")
    return found


@contextmanager
def pooled(postgres: Postgres, url: str, mode: str, size: int = 20, round_robin: int = 0) -> Iterator[str]:
    """The address of a database through a PgBouncer of our own in this mode, on this machine only."""
    server = Path(str(make_url(postgres.url).query["host"]))
    directory, port, owner = Path(tempfile.mkdtemp(prefix="pooler")), free_port(), server.stat()
    settings = directory / "pgbouncer.ini"
    settings.write_text(
        CONFIGURATION.format(
            server=server, port=port, directory=directory, mode=mode, size=size, round_robin=round_robin
        )
    )
    for path in (directory, *directory.iterdir()):
        os.chown(path, owner.st_uid, owner.st_gid)  # it refuses to run as root, and has to reach the server's socket
    running = subprocess.Popen(  # noqa: S603 our own command
        [program(), "--quiet", str(settings)], user=owner.st_uid, group=owner.st_gid, extra_groups=[]
    )
    try:
        _listening(port, running)
        yield make_url(url).set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
    finally:
        running.terminate()
        running.wait(PATIENCE)
        shutil.rmtree(directory)


def _listening(port: int, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("PgBouncer did not start")
