"""Runs a program with the Python of an official client, against a benefits API of the sandbox."""

import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from starlette.routing import Mount, Router

from sandbox.benefits.api import build_benefits
from sandbox.benefits.world import Shape, World
from sandbox.calls import CallLog
from sandbox.cast import API_KEY
from sandbox.faults import FaultBook
from sandbox.server import serve
from tests.patience import PATIENCE

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Account:
    """What a client said of each operation, and what the sandbox saw of it."""

    lines: dict[str, dict[str, Any]]
    calls: CallLog
    world: World

    def of(self, operation: str) -> dict[str, Any]:
        """What the client said of an operation that should have gone well."""
        line = self.lines[operation]
        assert "error" not in line, line["error"]
        return line


async def account_of(version: str, shape: Shape, ids: dict[str, Any]) -> Account:
    """What the program of this client says of an API of this kind. It is told which ids to ask for."""
    calls = CallLog()
    api = build_benefits(FaultBook(), calls, lambda: TODAY)
    api.world.shape = shape
    async with serve(Router([Mount("/benefits", routes=api.routes)])) as url:
        said = await _told_by_the_client(version, f"{url}/benefits", ids)
    return Account({line["operation"]: line for line in map(json.loads, said.splitlines())}, calls, api.world)


async def _told_by_the_client(version: str, url: str, ids: dict[str, Any]) -> str:
    """What the program prints."""
    process = await asyncio.create_subprocess_exec(
        _python_of(version),
        "-I",
        Path(__file__).with_name(f"client_{version.replace('.', '_')}.py"),
        env={"VITABLE_CONNECT_BASE_URL": url, "VITABLE_CONNECT_API_KEY": API_KEY},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            said, complained = await process.communicate(json.dumps(ids).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, complained.decode()
    return said.decode()


def _python_of(version: str) -> Path:
    """The Python that has the client."""
    path = Path(sys.prefix, "clients", version, "bin", "python")
    assert path.exists(), f"Vitable's official client {version} is needed for this test: make clients"
    return path
