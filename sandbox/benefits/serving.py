"""Serves one endpoint over HTTP: checks the key, applies faults, and logs the call."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from sandbox.benefits.endpoints import Endpoint
from sandbox.benefits.fault_answers import HANGING, answer_with_fault
from sandbox.benefits.replies import DROPPED, Refusal, Reply, problem
from sandbox.calls import CallLog
from sandbox.faults import Fault, FaultBook
from sandbox.recording import Recorded, note
from sandbox.server import ConnectionDropped


class CallContext:
    """What all endpoints share: the key, the faults, the log, and the running calls, even those whose client has gone.

    `take_call` counts an authorized call, and raises Refusal if it is one too many.
    """

    def __init__(self, api_key: str, faults: FaultBook, calls: CallLog, take_call: Callable[[], None]) -> None:
        self.api_key = api_key
        self.faults = faults
        self.calls = calls
        self.take_call = take_call
        self.running: set[asyncio.Task[Reply]] = set()

    def is_authorized(self, request: Request) -> bool:
        """Whether the call carries the API key."""
        return request.headers.get("Authorization") == f"Bearer {self.api_key}"


class EndpointApp:
    """An ASGI application for one endpoint.

    A call goes on when its client has gone, as it does on a real server that is just slow. A hanging call is logged
    when it arrives, with status 0 and no effect, so that tests can count it while it hangs. Any other call is logged
    when it is answered.
    """

    def __init__(self, endpoint: Endpoint, context: CallContext) -> None:
        self._endpoint = endpoint
        self._context = context
        self._recorded = Recorded(self._serve, context.calls.wire, "benefits", endpoint.call)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call or drop its connection, and record the exchange in both cases."""
        await self._recorded(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = await request.body()
        answering = asyncio.create_task(self._answer(request, body))
        self._context.running.add(answering)
        answering.add_done_callback(self._context.running.discard)
        if not await _finished_first(answering, receive):
            return
        reply = answering.result()
        if reply.status == DROPPED:
            raise ConnectionDropped
        await reply.response()(scope, receive, send)

    async def _answer(self, request: Request, body: bytes) -> Reply:
        fault = self._context.faults.take("benefits", self._endpoint.call)
        if fault is None:
            return self._record(request, body, self._perform(request, body))
        if fault.kind in HANGING:
            self._record(request, body, Reply(DROPPED), fault)
            reply = await answer_with_fault(fault, lambda: self._perform(request, body))
            note(request.scope, effect=reply.effect)
            return reply
        return self._record(request, body, await answer_with_fault(fault, lambda: self._perform(request, body)), fault)

    def _perform(self, request: Request, body: bytes) -> Reply:
        if not self._context.is_authorized(request):
            return problem(401, "Invalid API key")
        try:
            self._context.take_call()
            return self._endpoint.work(request, body)
        except Refusal as refusal:
            return problem(refusal.status, refusal.message, headers=refusal.headers, code=refusal.code)

    def _record(self, request: Request, body: bytes, reply: Reply, fault: Fault | None = None) -> Reply:
        detail: dict[str, Any] = {"query": dict(request.query_params), "request": _json(body)}
        detail |= {"answer": _json(reply.content), "fault": fault and fault.kind}
        path, call = request.url.path, self._endpoint.call
        note(request.scope, effect=reply.effect, fault=fault and fault.kind)
        self._context.calls.record("benefits", call, request.method, path, reply.status, reply.effect, detail)
        return reply


async def _finished_first(answering: "asyncio.Task[Reply]", receive: Receive) -> bool:
    """Wait for the answer, or for the client to leave. True if the answer is ready."""
    leaving = asyncio.ensure_future(receive())
    await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
    leaving.cancel()
    return answering.done()


def _json(content: bytes) -> object:
    """Content for the inspector: the parsed value if it is JSON, otherwise the text."""
    try:
        return json.loads(content) if content else None
    except ValueError:
        return content.decode(errors="replace")
