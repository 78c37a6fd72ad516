"""Shared parts of the people's API: it reads JSON, and refuses with HTTP 400, a code and a plain sentence."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.slack.errors import ActRefused

Handler = Callable[[Request], Awaitable[Response]]
T = TypeVar("T")


def refusing(handler: Handler) -> Handler:
    """A handler that turns an `ActRefused` of the given handler into an answer."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except ActRefused as refusal:
            return JSONResponse({"ok": False, "error": refusal.code, "message": refusal.sentence}, 400)

    return answer


async def parsed(request: Request, adapter: TypeAdapter[T]) -> T:
    """The body, parsed by the adapter. Raises `ActRefused` that says what is wrong with it."""
    try:
        return adapter.validate_json(await request.body())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the body"
        raise ActRefused("bad_request", f"This cannot be done as asked: {where}: {first['msg']}.") from error


def done(**more: Any) -> Response:  # noqa: ANN401 - any JSON
    """The answer to a successful request; `more` adds fields."""
    return JSONResponse({"ok": True, **more})
