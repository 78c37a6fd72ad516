"""Endpoints for tests and the page: inspect the benefits API, and act as an employee or a colleague."""

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox.benefits.dialects import DIALECTS
from sandbox.benefits.replies import Refusal
from sandbox.benefits.rules import Rules


class Inspection:
    """The endpoints under /sandbox/benefits. They need no key, because they serve this machine only."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._world = rules.world

    def routes(self) -> list[Route]:
        """The routes of all these endpoints."""
        return [
            Route("/reissues", self._reissues, methods=["GET"]),
            _posted("/shape", self._shape),
            _posted("/elect", self._elect),
            _posted("/touch", self._touch),
        ]

    async def _reissues(self, _: Request) -> JSONResponse:
        return JSONResponse({"reissues": self._world.reissues, "shape": self._world.shape})

    def _shape(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked.get("shape") not in DIALECTS:
            raise Refusal(400, f"shape is {' or '.join(DIALECTS)}")
        self._world.shape = asked["shape"]
        return {"shape": self._world.shape}

    def _elect(self, asked: dict[str, Any]) -> dict[str, Any]:
        enrollment_id = str(asked.get("enrollment_id"))
        return {"enrollment": self._rules.elect(enrollment_id, asked.get("plan_id"), asked.get("tier"))}

    def _touch(self, asked: dict[str, Any]) -> dict[str, Any]:
        changes = {name: value for name, value in asked.items() if name != "enrollment_id"}
        return {"enrollment": self._rules.touch(str(asked.get("enrollment_id")), changes)}


def _posted(path: str, act: Callable[[dict[str, Any]], dict[str, Any]]) -> Route:
    """A route that passes the JSON object in its body to `act` and answers with the result."""

    async def endpoint(request: Request) -> JSONResponse:
        try:
            return JSONResponse({"ok": True, **act(_object(await request.body()))})
        except Refusal as refusal:
            return JSONResponse({"ok": False, "error": "refused", "message": refusal.message}, 400)

    return Route(path, endpoint, methods=["POST"])


def _object(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body)
    except ValueError as error:
        raise Refusal(400, "The body is not JSON") from error
    if not isinstance(asked, dict):
        raise Refusal(400, "The body is not a JSON object")
    return asked
