"""Delivers people's acts to the app, by signed HTTP or over a socket: once, with three seconds to answer."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from sandbox.courier import LATE_SECONDS, Body, Courier
from sandbox.faults import Fault
from sandbox.loopback import on_this_machine
from sandbox.slack.presence import is_listening
from sandbox.slack.signing import signature
from sandbox.slack.socket_mode.connection import SocketLost
from sandbox.slack.socket_mode.server import SocketMode
from sandbox.slack.workspace import Workspace

Json = dict[str, Any]

ACK_SECONDS = 3.0
FORM = "application/x-www-form-urlencoded"
TIMED_OUT = "Operation timed out. Apps need to respond within 3 seconds."
TROUBLE = "We had some trouble connecting. Try again?"

UNREACHABLE = (httpx.HTTPError, SocketLost, TimeoutError)
"""The errors that mean: the app cannot be reached, or it took longer than anyone waits."""


@dataclass(frozen=True)
class Answer:
    """The app's answer."""

    status: int
    content: bytes
    content_type: str

    def json(self) -> Json | None:
        """The body as a JSON object; None if it isn't one."""
        try:
            parsed = json.loads(self.content)
        except ValueError:
            return None
        return parsed if isinstance(parsed, dict) else None


class NotAnswered(Exception):
    """The app did not answer, or its answer was wrong. The person is shown `code` and `sentence`."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def form_body(fields: Mapping[str, str]) -> Body:
    """The body of a slash command."""
    return Body("command", urlencode(fields).encode(), FORM)


def interaction_body(payload: Json) -> Body:
    """The body of an interactive payload: JSON in one form field."""
    return Body(payload["type"], urlencode({"payload": json.dumps(payload)}).encode(), FORM)


def event_body(payload: Json) -> Body:
    """The body of an event."""
    return Body("event", json.dumps(payload).encode(), "application/json")


class Delivery:
    """Delivers to the app: over one of its sockets if any is open, otherwise to `bot_url`, which may be set later.
    Raises `ValueError` for a URL that leads to another machine.

    `secret` signs the deliveries. `ack_seconds` is how long the app may take to answer.
    """

    def __init__(
        self, workspace: Workspace, sockets: SocketMode, bot_url: str, secret: str, ack_seconds: float = ACK_SECONDS
    ) -> None:
        self.bot_url = bot_url
        self._sockets = sockets
        self._workspace = workspace
        self._secret = secret
        self.ack_seconds = ack_seconds
        self._courier = Courier(workspace.calls.wire)
        self._under_way: set[asyncio.Future[Any]] = set()

    @property
    def bot_url(self) -> str:
        """Where deliveries go; empty for nowhere."""
        return self._bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self._bot_url = on_this_machine(url)

    async def send(self, body: Body) -> Answer:
        """Deliver, and return the answer, which has status 200. Raises `NotAnswered`.

        After a timeout the delivery still goes on, but its answer is ignored.
        """
        fault = self._workspace.faults.take("delivery", body.kind)
        if fault is not None and fault.kind == "drop":
            self._courier.lose(self.bot_url, body, self.signed(body))
            raise NotAnswered("operation_timeout", TIMED_OUT)
        answers = self._keep(asyncio.gather(*self._attempts(body, fault)))
        done, _ = await asyncio.wait({answers}, timeout=self.ack_seconds)
        if not done:
            self._unhealthy(f"no answer to {body.kind} within {self.ack_seconds:g} s")
            raise NotAnswered("operation_timeout", TIMED_OUT)
        return self._accepted(body, answers)

    async def post(self, body: Body, headers: Mapping[str, str], fault: Fault | None = None) -> Answer:
        """Post a body with exactly these headers. `fault` delays or repeats it. Raises `httpx.HTTPError`."""
        response = await self._courier.post(self.bot_url, body, headers, None if fault is None else fault.kind)
        return Answer(response.status_code, response.content, response.headers.get("content-type", ""))

    def signed(self, body: Body, timestamp: str | None = None) -> dict[str, str]:
        """The signature headers of a body. `timestamp` is in unix seconds, as text (default: now)."""
        at = timestamp or str(int(time.time()))
        return {"x-slack-request-timestamp": at, "x-slack-signature": signature(self._secret, at, body.content)}

    async def look(self) -> None:
        """Check whether the app is running, without delivering anything, and update all pages if that has changed."""
        bot = self._workspace.bot
        running = bool(self._sockets.connections) or await is_listening(self.bot_url)
        if running != bot.running:
            bot.running = running
            self._workspace.changes.touch()

    def send_unawaited(self, body: Body, then: Callable[[NotAnswered], None] | None = None) -> None:
        """Deliver without waiting for the answer, as Slack does when a view is closed. `then` gets a failure."""
        self._keep(asyncio.ensure_future(self._send_quietly(body, then)))

    async def close(self) -> None:
        """Close all connections, and cancel the deliveries that are under way."""
        self._sockets.close()
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._courier.close()

    async def _send_quietly(self, body: Body, then: Callable[[NotAnswered], None] | None) -> None:
        try:
            await self.send(body)
        except NotAnswered as failure:
            if then is not None:
                then(failure)

    def _attempts(self, body: Body, fault: Fault | None) -> list[Any]:
        headers = self.signed(body)
        delay = (fault.seconds or 0) if fault is not None and fault.kind == "slow" else 0
        times = 2 if fault is not None and fault.kind == "repeat" else 1
        return [self._attempt(body, headers, delay, fault) for _ in range(times)]

    async def _attempt(
        self, body: Body, headers: Mapping[str, str], delay: float, fault: Fault | None
    ) -> Answer | Exception:
        await asyncio.sleep(delay)
        try:
            if not self._sockets.connections:
                return await self.post(body, headers, fault)
            async with asyncio.timeout(LATE_SECONDS):
                payload = await self._sockets.deliver(body.kind, body.content, body.content_type)
        except UNREACHABLE as error:
            return error
        content = b"" if payload is None else json.dumps(payload).encode()
        return Answer(200, content, "application/json")

    def _accepted(self, body: Body, answers: "asyncio.Future[list[Any]]") -> Answer:
        answer = answers.result()[0]
        if isinstance(answer, Exception):
            self._unhealthy(f"{type(answer).__name__}: {answer}")
            self._workspace.bot.running = not isinstance(answer, httpx.ConnectError)
            raise NotAnswered("trouble_connecting", TROUBLE)
        if answer.status != 200:
            self._unhealthy(f"status {answer.status} to {body.kind}")
            raise NotAnswered("trouble_connecting", f"This app responded with Status Code {answer.status}.")
        self._workspace.bot.is_well()
        return answer  # type: ignore[no-any-return]

    def _unhealthy(self, error: str) -> None:
        self._workspace.bot.answering, self._workspace.bot.last_error = False, error
        self._workspace.changes.touch()

    def _keep(self, future: "asyncio.Future[Any]") -> "asyncio.Future[Any]":
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return future
