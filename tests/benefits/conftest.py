"""The sandbox's benefits API on a real port, for what only sockets can show."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import pytest
from starlette.routing import Mount, Router

from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connection import Server
from sandbox.benefits.api import build_benefits
from sandbox.benefits.world import World
from sandbox.calls import CallLog
from sandbox.cast import API_KEY
from sandbox.faults import FaultBook, FaultRule
from sandbox.server import serve


@dataclass
class Remote:
    """A benefits API, the client that talks to it, and what it saw."""

    url: str
    client: VitableConnect
    world: World
    faults: FaultBook
    calls: CallLog

    def fault(self, kind: str, call: str = "reissue", seconds: float | None = None) -> None:
        """Switch a fault on, once."""
        self.faults.add(FaultRule(target="benefits", call=call, kind=kind, seconds=seconds))

    def posts(self) -> int:
        """How many reissue calls came in."""
        return sum(call.call == "reissue" for call in self.calls.since("benefits"))


@pytest.fixture
async def remote(anyio_backend: str) -> AsyncIterator[Remote]:
    """A fresh world, and a client with three seconds of patience."""
    assert anyio_backend == "asyncio"
    faults, calls = FaultBook(), CallLog()
    api = build_benefits(faults, calls, lambda: date(2026, 11, 23))
    async with serve(Router([Mount("/benefits", routes=api.routes)])) as url:
        client = VitableConnect(Server(base_url=f"{url}/benefits", api_key=ApiKey(API_KEY), timeout=3.0))
        yield Remote(f"{url}/benefits", client, api.world, faults, calls)
        await client.aclose()
