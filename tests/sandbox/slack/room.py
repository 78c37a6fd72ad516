"""A sandbox on a real server, a small bot on another, and the functions that tests call on them."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from json import loads
from typing import Any
from urllib.parse import parse_qs

import httpx
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.app import Sandbox
from sandbox.cast import BOT_TOKEN, SIGNING_SECRET
from tests.patience import PATIENCE

Json = dict[str, Any]


class SwitchableApp:
    """An ASGI application that passes requests to another one, which tests may replace between requests."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif self.app is not None:
            await self.app(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


Answering = Callable[[Json], Any]


@dataclass
class ScriptedBot:
    """A bot that checks signatures, keeps all deliveries, and answers each kind of delivery as the test says."""

    deliveries: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Answering] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one delivery."""
        request = Request(scope, receive)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        body = await request.body()
        if not SignatureVerifier(SIGNING_SECRET).is_valid_request(body, dict(request.headers)):
            return Response(status_code=401)
        delivered = _parsed(body, request.headers["content-type"])
        self.deliveries.append(delivered)
        self.headers.append(dict(request.headers))
        self.arrived.set()
        answering = self.answers.get(delivered.get("type", "command"))
        answer = answering(delivered) if answering is not None else Response()
        if not isinstance(answer, dict | Response):
            answer = await answer
        return JSONResponse(answer) if isinstance(answer, dict) else answer

    async def until(self, wanted: Callable[[Json], bool], seconds: float = PATIENCE) -> None:
        """Wait until a wanted delivery has arrived, for deliveries that no act waits for."""
        async with asyncio.timeout(seconds):
            while not any(wanted(sent) for sent in self.deliveries):
                self.arrived.clear()
                await self.arrived.wait()

    @property
    def last(self) -> Json:
        """The last delivery."""
        return self.deliveries[-1]


def _parsed(body: bytes, content_type: str) -> Json:
    if content_type == "application/json":
        event: Json = loads(body)
        return event
    form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    payload: Json = loads(form["payload"]) if "payload" in form else dict(form)
    return payload


@dataclass
class Clock:
    """A clock that tests set, in unix seconds."""

    now: float = 1_780_000_000.0

    def __call__(self) -> float:
        """The current time."""
        return self.now


@dataclass
class Room:
    """The sandbox and the bot of one test, already connected to each other."""

    sandbox: Sandbox
    bot: ScriptedBot
    clock: Clock
    url: str
    http: httpx.AsyncClient

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Give the bot half a second for each answer while the block runs, so that it can be too slow."""
        delivery = self.sandbox.slack.delivery
        patient, delivery.ack_seconds = delivery.ack_seconds, 0.5
        try:
            yield
        finally:
            delivery.ack_seconds = patient

    async def api(self, method: str, **args: Any) -> Json:  # noqa: ANN401 - a Web API argument is any JSON
        """Call the Web API as the bot does. Returns the answer's JSON."""
        headers = {"authorization": f"Bearer {BOT_TOKEN}"}
        response = await self.http.post(f"{self.url}/api/{method}", json=args, headers=headers)
        answer: Json = response.json()
        return answer

    async def act(self, person: str, verb: str, **fields: Any) -> Json:  # noqa: ANN401 - likewise
        """Do something as a person. Returns the sandbox's answer."""
        response = await self.http.post(f"{self.url}/sandbox/act", json={"as": person, "do": verb, **fields})
        answer: Json = response.json()
        return answer

    async def post(self, path: str, **fields: Any) -> Json:  # noqa: ANN401 - likewise
        """Post JSON to one of the sandbox's own endpoints."""
        response = await self.http.post(f"{self.url}/sandbox/{path}", json=fields)
        answer: Json = response.json()
        return answer

    async def state(self, person: str) -> Json:
        """The workspace as this person sees it."""
        response = await self.http.get(f"{self.url}/sandbox/state", params={"as": person})
        state: Json = response.json()
        return state

    async def fault(self, target: str, kind: str, call: str = "*", **more: Any) -> None:  # noqa: ANN401 - likewise
        """Switch a fault on."""
        await self.post("faults", target=target, kind=kind, call=call, **more)
