"""Serves response URLs: they post, replace and delete messages without a token, five times in half an hour."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, request_response

from sandbox.recording import Recorded, note
from sandbox.slack.blocks.unknown import refuse_unknown
from sandbox.slack.errors import SlackError
from sandbox.slack.messages import Message
from sandbox.slack.tickets import ResponseTarget
from sandbox.slack.web_api.chat import composed, revise
from sandbox.slack.workspace import Workspace

Json = dict[str, Any]


class ResponseEndpoint:
    """Answers POST /response/{key}."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def route(self) -> Route:
        """The route to mount."""
        answering = Recorded(request_response(self.answer), self._workspace.calls.wire, "web_api", "response_url")
        return Route("/response/{key}", answering, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        """Answer one use of a response URL. The key is a secret and is not logged."""
        content: Json = {}
        fault = self._workspace.faults.take("slack", "response_url")
        if fault is not None and fault.kind == "server_error":
            self._log(content, fault.status or 500, effect=False)
            return PlainTextResponse(fault.message or "Internal Server Error", fault.status or 500)
        try:
            content = _json_object(await request.body())
            target = self._workspace.response_urls.use(request.path_params["key"])
            self._apply(target, content)
        except SlackError as error:
            self._log(content, _status(error), effect=False)
            body: Json = {"ok": False, "error": error.code}
            if error.messages:
                body["response_metadata"] = {"messages": error.messages}
            return JSONResponse(body, _status(error))
        self._log(content, 200, effect=True)
        note(request.scope, effect=True)
        return PlainTextResponse("ok")

    def _apply(self, target: ResponseTarget, content: Json) -> None:
        refuse_unknown(self._workspace.faults, content.get("blocks"), "/blocks", "invalid_blocks")
        original = self._original(target)
        if _is_true(content.get("delete_original")):
            if original is None:
                raise SlackError("message_not_found")
            self._workspace.delete(original)
        elif _is_true(content.get("replace_original")) and original is not None:
            revise(original, content, self._workspace.messages.next_ts())
            self._workspace.touch(original)
        else:
            self._post(target, content)

    def _post(self, target: ResponseTarget, content: Json) -> None:
        message = composed(content, target.channel)
        message.only_for = None if content.get("response_type") == "in_channel" else target.person
        message.thread_ts = content.get("thread_ts")
        self._workspace.post(message)

    def _original(self, target: ResponseTarget) -> Message | None:
        if target.message_ts is None:
            return None
        return self._workspace.messages.find_for(target.person, target.channel, target.message_ts)

    def _log(self, content: Json, status: int, effect: bool) -> None:
        self._workspace.calls.record("slack", "response_url", "POST", "/response", status, effect, content)


def _json_object(body: bytes) -> Json:
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise SlackError("invalid_payload") from error
    if not isinstance(parsed, dict):
        raise SlackError("invalid_payload")
    return parsed


def _is_true(value: object) -> bool:
    return value is True or value == "true"


def _status(error: SlackError) -> int:
    return 404 if error.code in ("expired_url", "used_url") else 400
