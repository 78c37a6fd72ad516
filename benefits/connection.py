"""One connection to a server of the benefits API: one client reads, another sends what changes something."""

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from benefits import ids
from benefits.api_key import ApiKey
from benefits.errors import UnusableAddress
from benefits.life_event import LifeEventRecorder
from benefits.reading import ApiReader, Heard, call_of, unheard
from benefits.reissue import Dialect, Reissuer
from benefits.sending import OnceSender, connect_timeout

USER_AGENT = "reissue-bot"

HeardCall = Callable[[str, str, int | None, float], None]
"""Is told of each call when it has ended: GET or POST, the kind of call (the path without version and ids), the status
(None without an answer), and the seconds that it took."""


def unheard_call(_method: str, _call: str, _status: int | None, _seconds: float) -> None:
    """No one wants to know."""


def utc_now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """Where the API is and how it is asked.

    `base_url` may have a path. `timeout` is the total time for one call, in seconds; `user_agent` says who is calling;
    `proxy` is the address of the HTTP proxy to go through; `transport` is for tests; `now` is the clock for a
    `Retry-After` date; `heard` is told how each read for a person ended, `heard_call` how every call ended. The trusted
    certificates are the operating system's, or the ones that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    """

    base_url: str
    api_key: ApiKey
    timeout: float
    user_agent: str = USER_AGENT
    proxy: str | None = None
    transport: httpx.AsyncBaseTransport | None = None
    now: Callable[[], datetime] = utc_now
    heard: Heard = unheard
    heard_call: HeardCall = unheard_call


class MeasuredClient(httpx.AsyncClient):
    """A client; `heard` is told how each call ended. A read that is repeated with a new key counts as one."""

    heard: HeardCall = staticmethod(unheard_call)

    async def send(self, request: httpx.Request, **how: Any) -> httpx.Response:  # noqa: ANN401 - the client's own
        """One call. Every method of the client goes through here."""
        began, status = time.perf_counter(), None
        try:
            response = await super().send(request, **how)
            status = response.status_code
        finally:
            path = request.url.path.removeprefix(self.base_url.path)
            self.heard(request.method, call_of(path), status, time.perf_counter() - began)
        return response


class Connection:
    """The clients for one server, and what speaks over them in a dialect. Raises UnusableAddress."""

    def __init__(self, server: Server, dialect: Dialect) -> None:
        address, certificates = _address(server.base_url), _certificates(server.base_url)

        def client(limits: httpx.Limits, headers: dict[str, str]) -> httpx.AsyncClient:
            made = MeasuredClient(
                base_url=address,
                auth=server.api_key,
                headers={"Accept": "application/json", "User-Agent": server.user_agent, **headers},
                timeout=httpx.Timeout(server.timeout, connect=connect_timeout(server.timeout)),
                limits=limits,
                verify=certificates,
                follow_redirects=False,
                transport=server.transport,
                proxy=server.proxy,
                trust_env=False,
            )
            made.heard = server.heard_call
            return made

        self._pooled = client(httpx.Limits(max_connections=20), {})
        self._fresh = client(httpx.Limits(max_keepalive_connections=0), {"Connection": "close"})
        self.reader = ApiReader(self._pooled, server.timeout, server.now, server.heard, dialect.headers)
        sender = OnceSender(self._fresh, server.timeout, server.now)
        self.reissuer = Reissuer(sender, dialect)
        self.event_recorder = LifeEventRecorder(sender)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pooled.aclose()
        await self._fresh.aclose()

    async def server_time(self, *, within: float | None = None) -> datetime | None:
        """The server's clock (UTC, whole seconds), read from any answer, even a refusal; None if it has no date."""
        return await self.reader.date(ids.path("v1", "employers"), within)


def _address(base_url: str) -> httpx.URL:
    try:
        return httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise UnusableAddress from error


def _certificates(base_url: str) -> ssl.SSLContext:
    """The certificates that this machine trusts. Loading them takes 0.1 s of CPU time, and plain HTTP needs none."""
    is_secure = base_url.casefold().startswith("https:")
    return ssl.create_default_context() if is_secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
