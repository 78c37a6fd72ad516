"""The HTTP side of the Web API: token, scopes, faults, errors as `ok: false`, and the call log."""

import asyncio
from math import ceil
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, request_response

from sandbox import cast
from sandbox.faults import Fault
from sandbox.recording import Recorded, note
from sandbox.server import ConnectionDropped
from sandbox.slack.errors import SlackError
from sandbox.slack.web_api.arguments import Arguments, read_arguments
from sandbox.slack.web_api.chat import chat_methods
from sandbox.slack.web_api.conversations import conversation_methods
from sandbox.slack.web_api.lookups import lookup_methods
from sandbox.slack.web_api.method import ApiCall, Method, Methods, need_scope
from sandbox.slack.web_api.validation import validation_methods
from sandbox.slack.web_api.view_methods import view_methods
from sandbox.slack.workspace import Workspace

Json = dict[str, Any]

_ANSWERS_INSTEAD = ("ratelimited", "server_error", "error")


class WebApi:
    """Answers POST and GET /api/{method}."""

    def __init__(self, workspace: Workspace, socket_methods: Methods) -> None:
        self._workspace = workspace
        self.methods = {**lookup_methods(), **chat_methods(), **view_methods(), **conversation_methods()}
        self.methods |= {**validation_methods(), **socket_methods}

    @property
    def route(self) -> Route:
        """The route to mount."""
        answering = Recorded(request_response(self.answer), self._workspace.calls.wire, "web_api")
        return Route("/api/{method}", answering, methods=["GET", "POST"])

    async def answer(self, request: Request) -> Response:
        """Answer one call of a method, with the fault that is active for it, if any."""
        name = request.path_params["method"]
        fault = self._workspace.faults.take("slack", name)
        note(request.scope, fault=fault and fault.kind)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds or 0)
        if fault is not None and fault.kind == "drop_before":
            self._log(request, name, {}, status=0, effect=False)
            raise ConnectionDropped
        if fault is not None and fault.kind in _ANSWERS_INSTEAD:
            response = _failing(fault)
            self._log(request, name, {}, response.status_code, effect=False)
            return response
        return await self._answer_well(request, name, dropped=fault is not None and fault.kind == "drop_after")

    async def _answer_well(self, request: Request, name: str, dropped: bool) -> Response:
        logged: Json = {}
        status, headers = 200, {"x-slack-req-id": "sandbox"}
        try:
            args = await read_arguments(request)
            logged = args.logged()
            body: Json = {"ok": True, **self.run(request, name, args)}
        except SlackError as error:
            body = self._refusal(error)
            if error.retry_after is not None:
                status, headers["retry-after"] = 429, str(error.retry_after)
        method = self.methods.get(name)
        effect = bool(body["ok"] and method is not None and method.writes)
        self._log(request, name, logged | {"error": body.get("error")}, 0 if dropped else status, effect)
        if dropped:
            raise ConnectionDropped
        if self._workspace.lists_scopes:
            headers["x-oauth-scopes"] = ",".join(sorted(self._workspace.scopes))
        return JSONResponse(body, status, headers=headers)

    def run(self, request: Request, name: str, args: Arguments) -> Json:
        """The normal answer of a method, without faults. Raises `SlackError`."""
        method = self._known(name)
        _check_token(request, args, method.token)
        if method.scope is not None:
            need_scope(self._workspace, method.scope)
        address = str(request.base_url).rstrip("/")
        return method.run(ApiCall(self._workspace, args, address))

    def _known(self, name: str) -> Method:
        method = self.methods.get(name)
        if method is None:
            raise SlackError("unknown_method")
        return method

    def _refusal(self, error: SlackError) -> Json:
        body: Json = {"ok": False, "error": error.code}
        if error.messages:
            body["response_metadata"] = {"messages": error.messages}
        if error.errors:
            body["errors"] = error.errors
        if error.needed is not None:
            body |= {"needed": error.needed, "provided": ",".join(sorted(self._workspace.scopes))}
        return body

    def _log(self, request: Request, name: str, detail: Json, status: int, effect: bool) -> None:
        note(request.scope, effect=effect)
        kept = {key: value for key, value in detail.items() if value is not None}
        self._workspace.calls.record("slack", name, request.method, request.url.path, status, effect, kept)


def _check_token(request: Request, args: Arguments, wanted: str) -> None:
    """Check the token: in the header or in the body, not in the query, where any website could put it into a picture's
    address. The app-level token is only accepted in the header.

    Sources: the argument `token` in https://docs.slack.dev/reference/methods/usergroups.users.list, and
    https://docs.slack.dev/reference/methods/apps.connections.open.
    """
    header = request.headers.get("authorization", "")
    in_header = header.lower().startswith("bearer ")
    token = header[7:] if in_header else args.token
    if token is None:
        raise SlackError("not_authed")
    if token not in (cast.BOT_TOKEN, cast.APP_TOKEN) or (token == cast.APP_TOKEN and not in_header):
        raise SlackError("invalid_auth")
    if token != wanted:
        raise SlackError("not_allowed_token_type")


def _failing(fault: Fault) -> Response:
    if fault.kind == "ratelimited":
        seconds = str(ceil(1 if fault.seconds is None else fault.seconds))
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers={"retry-after": seconds})
    if fault.kind == "server_error":
        return PlainTextResponse(fault.message or "Internal Server Error", fault.status or 500)
    return JSONResponse({"ok": False, "error": fault.message or "internal_error"})
