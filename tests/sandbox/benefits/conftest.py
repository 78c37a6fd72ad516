"""The benefits API on a real port, and a client that holds its key."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import pytest
from starlette.routing import Mount, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.benefits.api import BenefitsApi, build_benefits
from sandbox.calls import CallLog
from sandbox.cast import API_KEY
from sandbox.faults import FaultBook, FaultRule
from sandbox.server import serve
from tests.plain_http import plain_client

TODAY = date(2026, 11, 23)


@dataclass
class BenefitsClient:
    """A client of a running benefits API, with access to the API's own state."""

    http: httpx.AsyncClient
    api: BenefitsApi
    faults: FaultBook
    calls: CallLog

    def fault(self, kind: str, call: str = "*", **more: Any) -> None:  # noqa: ANN401 - the fields of a FaultRule
        """Switch a fault on, for one call unless `times` is given."""
        self.faults.add(FaultRule(target="benefits", call=call, kind=kind, **more))

    async def get(self, path: str, **query: str | int) -> Any:  # noqa: ANN401 - JSON
        """The JSON at a path of the API."""
        return (await self.http.get(f"/benefits/v1{path}", params=query)).json()

    async def reissue(self, enrollment_id: str, /, qle_id: str | None, **body: object) -> httpx.Response:
        """Send the reissue call."""
        return await self.http.post(f"/benefits/v1/enrollments/{enrollment_id}/reissue", json={"qle_id": qle_id} | body)

    async def tell(self, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        """Post JSON to one of the sandbox's own endpoints for the API."""
        return (await self.http.post(f"/sandbox/benefits/{path}", json=body)).json()


class SwitchableServer:
    """A server that stays open from test to test. Each test puts its own application behind it."""

    def __init__(self) -> None:
        self.app: ASGIApp = Router()
        self.url = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
async def server(anyio_backend: str) -> AsyncIterator[SwitchableServer]:
    """One server for all tests of a module, because starting a server takes longer than any of these tests."""
    assert anyio_backend == "asyncio"
    started = SwitchableServer()
    async with serve(started) as started.url:
        yield started


@pytest.fixture
async def client(server: SwitchableServer) -> AsyncIterator[BenefitsClient]:
    """A client of an API with a fresh world, as of a Monday in November."""
    faults, calls = FaultBook(), CallLog()
    api = build_benefits(faults, calls, lambda: TODAY)
    mounts = [Mount("/benefits", routes=api.routes), Mount("/sandbox/benefits", routes=api.sandbox_routes)]
    server.app = Router(routes=mounts)
    key = {"Authorization": f"Bearer {API_KEY}"}
    async with plain_client(base_url=server.url, headers=key) as http:
        yield BenefitsClient(http, api, faults, calls)
