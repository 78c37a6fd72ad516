"""Records the requests to the sandbox's own APIs, and the answers."""

from typing import Any

from starlette.datastructures import URL
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.server import ConnectionDropped
from sandbox.wire import Pair, Protocol, Wire, part

_NOTE = "sandbox.note"


class Recorded:
    """Runs an ASGI application and records each request and answer.

    `call` is the name to record; if it is empty, the path parameter `method` is used.
    """

    def __init__(self, app: ASGIApp, wire: Wire, protocol: Protocol, call: str = "") -> None:
        self._app = app
        self._wire = wire
        self._protocol = protocol
        self._call = call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run and record one exchange, even one that is cut off."""
        call = self._call or scope["path_params"]["method"]
        url = str(URL(scope=scope))
        pair = self._wire.begin(self._protocol, call, scope["method"], url, part(_headers(scope), b""))
        scope[_NOTE] = lambda **facts: self._wire.change(pair, **facts)
        copier = _Copier(self._wire, pair, scope, receive, send)
        try:
            await self._app(scope, copier.receive, copier.send)
        except ConnectionDropped:
            self._wire.end(pair, "dropped")
            raise
        if pair.outcome == "under_way":
            self._wire.end(pair, "caller_left")


def note(scope: Scope, **facts: Any) -> None:  # noqa: ANN401 - any field of a pair
    """Record facts about this call that its bytes do not show, such as the fault that hit it, or its effect."""
    scope[_NOTE](**facts)


class _Copier:
    """Copies everything an application receives and sends."""

    def __init__(self, wire: Wire, pair: Pair, scope: Scope, receive: Receive, send: Send) -> None:
        self._wire, self._pair, self._scope = wire, pair, scope
        self._receive, self._send = receive, send
        self._asked, self._answered = b"", b""
        self._start: Message = {}

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._asked += message.get("body", b"")
            if not message.get("more_body"):
                self._wire.change(self._pair, request=part(_headers(self._scope), self._asked))
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        else:
            self._answered += message.get("body", b"")
        await self._send(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            answer = part(_headers(self._start), self._answered)
            self._wire.end(self._pair, "answered", status=self._start["status"], answer=answer)


def _headers(raw: Scope | Message) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw["headers"]]
