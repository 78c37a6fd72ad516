"""A real nginx with the configuration that docs/operate.md recommends, on this machine and without TLS."""

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.patience import eventually
from tests.places.environments import ROOT
from tests.processes import free_port

WHOLE = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log notice;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    log_format json '{{"status": "$status", "asked": "$upstream_status"}}';
    access_log {folder}/access.log json;
{snippet}
}}
"""

PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Passed:
    """A delivery that nginx passed on: what it answered, and what each replica that it asked did."""

    status: str
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Nginx:
    """A running nginx."""

    url: str
    folder: Path

    def passed(self) -> list[Passed]:
        """Every delivery so far."""
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        told = [json.loads(line) for line in lines]
        return [Passed(line["status"], tuple(re.split(r", | : ", line["asked"]))) for line in told]


def recommended(ports: Sequence[int], listen: int) -> str:
    """The configuration in docs/operate.md, for these replicas, and without its certificate."""
    (snippet,) = re.findall(r"```nginx\n(.+?)```", (ROOT / "docs/operate.md").read_text(encoding="utf-8"), re.DOTALL)
    for documented, port in zip(("127.0.0.1:3000", "127.0.0.1:3001"), ports, strict=True):
        assert documented in snippet
        snippet = snippet.replace(documented, f"127.0.0.1:{port}")
    assert "listen 443 ssl;" in snippet
    snippet = snippet.replace("listen 443 ssl;", f"listen 127.0.0.1:{listen};")
    return re.sub(r"^ *ssl_certificate.*\n", "", snippet, flags=re.MULTILINE)


@asynccontextmanager
async def nginx(ports: Sequence[int], folder: Path) -> AsyncIterator[Nginx]:
    """An nginx before these replicas, with its files in `folder`, stopped at the end."""
    assert PROGRAM, "there is no nginx: type `bash .ci/nginx`"
    listen = free_port()
    file = folder / "nginx.conf"
    file.write_text(WHOLE.format(folder=folder, snippet=recommended(ports, listen)), encoding="utf-8")
    running = await asyncio.create_subprocess_exec(PROGRAM, "-c", str(file), "-e", str(folder / "error.log"))
    try:
        await eventually(lambda: (folder / "nginx.pid").exists() or running.returncode is not None, "an nginx")
        assert running.returncode is None, (folder / "error.log").read_text(encoding="utf-8")
        yield Nginx(f"http://127.0.0.1:{listen}", folder)
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()
