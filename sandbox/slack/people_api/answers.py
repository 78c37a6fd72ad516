"""How the people's API reads JSON and says no: HTTP 400 with a code and a plain sentence."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.slack.errors import ActRefused

Handler = Callable[[Request], Awaitable[Response]]
T = TypeVar("T")


def refusing(handler: Handler) -> Handler:
    """The same handler, its `ActRefused` turned into an answer."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except ActRefused as refusal:
            return JSONResponse({"ok": False, "error": refusal.code, "message": refusal.sentence}, 400)

    return answer


async def parsed(request: Request, adapter: TypeAdapter[T]) -> T:
    """The body as the adapter wants it; raises `ActRefused` that says what is wrong with it."""
    try:
        return adapter.validate_json(await request.body())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the body"
        raise ActRefused("bad_request", f"This cannot be done as asked: {where}: {first['msg']}.") from error


def done(**more: Any) -> Response:  # noqa: ANN401 - whatever there is to tell, as JSON
    """It was done."""
    return JSONResponse({"ok": True, **more})
