"""A real nginx with the configuration that docs/network.md recommends, on this machine, with TLS."""

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.bot.doctor.tls import over_tls
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
    log_format json '{{"status": "$status", "asked": "$upstream_status", "scheme": "$scheme"}}';
    access_log {folder}/access.log json;
{snippet}
}}
"""

NAME = "bot.example.com"
"""The server's name in the configuration."""

PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Passed:
    """A delivery that nginx passed on: what it answered, what each replica that it asked did, and how it came."""

    status: str
    asked: tuple[str, ...]
    scheme: str


@dataclass(frozen=True)
class Nginx:
    """A running nginx. `url` leads to it over TLS, and checks its certificate."""

    url: str
    folder: Path

    def passed(self) -> list[Passed]:
        """Every delivery so far."""
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        told = [json.loads(line) for line in lines]
        return [Passed(one["status"], tuple(re.split(r", | : ", one["asked"])), one["scheme"]) for one in told]


def recommended(ports: Sequence[int], listen: int, certificates: Path) -> str:
    """The configuration in docs/network.md, for these replicas, with the certificate in this folder."""
    (snippet,) = re.findall(r"```nginx\n(.+?)```", (ROOT / "docs/network.md").read_text(encoding="utf-8"), re.DOTALL)
    for documented, port in zip(("127.0.0.1:3000", "127.0.0.1:3001"), ports, strict=True):
        assert documented in snippet
        snippet = snippet.replace(documented, f"127.0.0.1:{port}")
    for documented, here in (("listen 443 ssl;", f"listen 127.0.0.1:{listen} ssl;"), ("/etc/ssl", str(certificates))):
        assert documented in snippet
        snippet = snippet.replace(documented, here)
    return str(snippet)


def certified(folder: Path) -> trustme.CA:
    """Put a new certificate and its key into a folder, under the names in the configuration. Returns who signed it."""
    authority = trustme.CA()
    issued = authority.issue_cert(NAME)
    issued.private_key_pem.write_to_path(folder / f"{NAME}.key")
    for pem in issued.cert_chain_pems:
        pem.write_to_path(folder / f"{NAME}.pem", append=True)
    return authority


@asynccontextmanager
async def nginx(ports: Sequence[int], folder: Path) -> AsyncIterator[Nginx]:
    """An nginx before these replicas, with its files in `folder`, stopped at the end."""
    assert PROGRAM, "there is no nginx: type `bash .ci/nginx`"
    listen, authority = free_port(), certified(folder)
    file = folder / "nginx.conf"
    file.write_text(WHOLE.format(folder=folder, snippet=recommended(ports, listen, folder)), encoding="utf-8")
    running = await asyncio.create_subprocess_exec(PROGRAM, "-c", str(file), "-e", str(folder / "error.log"))
    try:
        await eventually(lambda: (folder / "nginx.pid").exists() or running.returncode is not None, "an nginx")
        assert running.returncode is None, (folder / "error.log").read_text(encoding="utf-8")
        async with over_tls(listen, authority, NAME) as url:
            yield Nginx(url, folder)
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()
