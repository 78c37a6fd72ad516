"""Routes of the sandbox's own endpoints that take a JSON object."""

import json
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox.benefits.replies import Refusal

Json = dict[str, Any]


def posted(path: str, act: Callable[[Json], Json | Awaitable[Json]]) -> Route:
    """A route that passes the JSON object in its body to `act`, and answers with the result or with the refusal."""

    async def endpoint(request: Request) -> JSONResponse:
        try:
            done = act(_object(await request.body()))
            return JSONResponse({"ok": True, **(await done if isawaitable(done) else done)})
        except Refusal as refusal:
            return JSONResponse({"ok": False, "error": "refused", "message": refusal.message}, 400)

    return Route(path, endpoint, methods=["POST"])


def _object(body: bytes) -> Json:
    try:
        asked = json.loads(body)
    except ValueError as error:
        raise Refusal(400, "The body is not JSON") from error
    if not isinstance(asked, dict):
        raise Refusal(400, "The body is not a JSON object")
    return asked
