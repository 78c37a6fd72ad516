"""Endpoints for tests and the page: inspect the benefits API, and act as an employee or a colleague."""

from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox.benefits.posted import posted
from sandbox.benefits.register import register
from sandbox.benefits.replies import Refusal
from sandbox.benefits.rules import Rules
from sandbox.benefits.world import Shape

SHAPES = get_args(Shape)


class Inspection:
    """The endpoints under /sandbox/benefits. They need no key, because they serve this machine only."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._world = rules.world

    def routes(self) -> list[Route]:
        """The routes of all these endpoints."""
        return [
            Route("/reissues", self._reissues, methods=["GET"]),
            Route("/register", self._register, methods=["GET"]),
            posted("/shape", self._shape),
            posted("/elect", self._elect),
            posted("/touch", self._touch),
        ]

    async def _reissues(self, _: Request) -> JSONResponse:
        return JSONResponse({"reissues": self._world.reissues, "shape": self._world.shape})

    async def _register(self, request: Request) -> JSONResponse:
        """What a person sees who looks into the system; `?find=` is a part of a name."""
        return JSONResponse({"ok": True, **register(self._world, request.query_params.get("find", ""))})

    def _shape(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked.get("shape") not in SHAPES:
            raise Refusal(400, f"shape is {' or '.join(SHAPES)}")
        self._world.shape = asked["shape"]
        return {"shape": self._world.shape}

    def _elect(self, asked: dict[str, Any]) -> dict[str, Any]:
        enrollment_id = str(asked.get("enrollment_id"))
        return {"enrollment": self._rules.elect(enrollment_id, asked.get("plan_id"), asked.get("tier"))}

    def _touch(self, asked: dict[str, Any]) -> dict[str, Any]:
        changes = {name: value for name, value in asked.items() if name != "enrollment_id"}
        return {"enrollment": self._rules.touch(str(asked.get("enrollment_id")), changes)}
