"""Who may talk to the sandbox: programs on this machine and its own page, but no website that is open beside it.

A website can make the browser send requests to any address, also to this machine. So each request is checked before
any route gets it. `Host` must be a name of this machine, because after DNS rebinding it is another. `Origin`, which
browsers send with all that scripts and forms post, must be the sandbox's own; programs send none. The people's API
takes JSON only, which no form can send. `Sec-Fetch-Site` is checked as well, because browsers send it with pictures and
frames too, but never instead, because old browsers do not send it.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.loopback import is_loopback

WRITING = frozenset({"POST", "PUT", "PATCH"})

NOT_HERE = "The sandbox is for programs on this machine: this Host is not one of its names.\n"
NOT_FROM_THERE = "The sandbox takes no requests from other websites.\n"
ONLY_JSON = "The sandbox's own API takes only application/json.\n"


class Door:
    """Refuses requests of other websites, and passes all others to `app`.

    `hosts` are names of this machine in addition to the loopback ones.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer with a sentence. A WebSocket that is not passed on is not accepted."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if not self._is_ours(headers.get("host", ""), scope):
            return PlainTextResponse(NOT_HERE, 421)
        if _is_from_elsewhere(headers, scope.get("method", "GET")):
            return PlainTextResponse(NOT_FROM_THERE, 403)
        if scope.get("method") in WRITING and scope["path"].startswith("/sandbox/") and not _is_json(headers):
            return PlainTextResponse(ONLY_JSON, 415)
        return None

    def _is_ours(self, host: str, scope: Scope) -> bool:
        """Whether a `Host` names this machine; the port may be that of a tunnel or a proxy on it."""
        name, address = name_in(host), scope["server"][0]
        return bool(name) and (is_loopback(name) or name == address or name in self._hosts)


def name_in(host: str) -> str:
    """The name in a `Host` header, in lower case; "" if it is not one."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    if parts.netloc != host or "@" in host:
        return ""
    return parts.hostname or ""


def _is_from_elsewhere(headers: Headers, method: str) -> bool:
    """Whether a browser sent this for another site. A link to the page is no reason: following it changes nothing."""
    origin = headers.get("origin")
    if origin is not None:
        return origin != f"http://{headers['host'].lower()}"
    is_own = headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    is_followed_link = method == "GET" and headers.get("sec-fetch-dest") == "document"
    return not (is_own or is_followed_link)


def _is_json(headers: Headers) -> bool:
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
