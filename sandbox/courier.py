"""Posts bodies to the bot over HTTP, and records each exchange for the inspector."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from sandbox.wire import Part, Protocol, Wire, part

LATE_SECONDS = 60.0


@dataclass(frozen=True)
class Body:
    """The content of a delivery. `kind` is its name in fault rules (command, block_actions, …)."""

    kind: str
    content: bytes
    content_type: str


class Courier:
    """An HTTP client that waits up to `LATE_SECONDS` for an answer and records each exchange under `protocol`."""

    def __init__(self, wire: Wire, protocol: Protocol = "delivery") -> None:
        self._wire = wire
        self._protocol = protocol
        self._client: httpx.AsyncClient | None = None

    async def post(self, url: str, body: Body, headers: Mapping[str, str], fault: str | None = None) -> httpx.Response:
        """Post a body with exactly these headers, and record `fault`, the kind of fault that delays or repeats it.

        Raises `httpx.HTTPError`.
        """
        sent = {"content-type": body.content_type, **headers}
        pair = self._wire.begin(self._protocol, body.kind, "POST", url, _request(body, headers))
        self._wire.change(pair, fault=fault)
        try:
            response = await self._http().post(url, content=body.content, headers=sent)
        except httpx.HTTPError as error:
            self._wire.end(pair, "unreachable", trouble=f"{type(error).__name__}: {error}")
            raise
        answer = part(response.headers.items(), response.content)
        self._wire.end(pair, "answered", status=response.status_code, answer=answer)
        return response

    def lose(self, url: str, body: Body, headers: Mapping[str, str]) -> None:
        """Record a delivery that is never sent, because a fault drops it."""
        self._wire.end(
            self._wire.begin(self._protocol, body.kind, "POST", url, _request(body, headers)), "dropped", fault="drop"
        )

    async def close(self) -> None:
        """Close the HTTP client."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            unpooled = httpx.Limits(max_connections=None, max_keepalive_connections=0)
            # The app is on this machine, over plain HTTP: loading certificates would take 0.1 s for nothing.
            no_certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._client = httpx.AsyncClient(
                timeout=LATE_SECONDS, limits=unpooled, trust_env=False, verify=no_certificates
            )
        return self._client


def _request(body: Body, headers: Mapping[str, str]) -> Part:
    return part({"content-type": body.content_type, **headers}.items(), body.content)
