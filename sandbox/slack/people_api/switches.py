"""Fault switches, the list of the app's calls, and handmade deliveries."""

from typing import cast

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.calls import CallTarget
from sandbox.courier import Body
from sandbox.faults import FaultRule
from sandbox.slack.delivery import FORM, Delivery
from sandbox.slack.errors import ActRefused
from sandbox.slack.people_api.answers import done, parsed, refusing
from sandbox.slack.workspace import Workspace


class HandmadeDelivery(BaseModel):
    """A delivery made by a test. The default timestamp is now; the default signature is the correct one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: str
    content_type: str = FORM
    timestamp: str | None = None
    signature: str | None = None


class Switches:
    """Answers /sandbox/faults, /sandbox/calls and /sandbox/deliver."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery

    def routes(self) -> list[Route]:
        """The routes to mount."""
        return [
            Route("/sandbox/faults", self.list_faults, methods=["GET"]),
            Route("/sandbox/faults", refusing(self.add_fault), methods=["POST"]),
            Route("/sandbox/faults", self.clear_faults, methods=["DELETE"]),
            Route("/sandbox/faults/{id:int}", self.remove_fault, methods=["DELETE"]),
            Route("/sandbox/calls", self.list_calls, methods=["GET"]),
            Route("/sandbox/deliver", refusing(self.deliver), methods=["POST"]),
        ]

    async def list_faults(self, _request: Request) -> Response:
        """List the active faults."""
        return done(faults=[fault.model_dump() for fault in self._workspace.faults.all()])

    async def add_fault(self, request: Request) -> Response:
        """Switch a fault on."""
        fault = self._workspace.faults.add(await parsed(request, TypeAdapter(FaultRule)))
        self._workspace.changes.touch()
        return done(id=fault.id)

    async def remove_fault(self, request: Request) -> Response:
        """Switch one fault off."""
        self._workspace.faults.remove(request.path_params["id"])
        self._workspace.changes.touch()
        return done()

    async def clear_faults(self, _request: Request) -> Response:
        """Switch every fault off."""
        self._workspace.faults.clear()
        self._workspace.changes.touch()
        return done()

    async def list_calls(self, request: Request) -> Response:
        """List the app's calls after a number, in order, to one API or both."""
        target, since = request.query_params.get("target"), request.query_params.get("since", "0")
        number = int(since) if since.isdigit() else 0
        calls = self._workspace.calls.since(cast("CallTarget | None", target), number)
        return JSONResponse({"calls": [call.model_dump() for call in calls]})

    async def deliver(self, request: Request) -> Response:
        """Deliver a body unchanged, and return the app's answer."""
        made = await parsed(request, TypeAdapter(HandmadeDelivery))
        body = Body("hand_made", made.body.encode(), made.content_type)
        headers = self._delivery.signed(body, made.timestamp)
        if made.signature is not None:
            headers["x-slack-signature"] = made.signature
        try:
            answer = await self._delivery.post(body, headers)
        except httpx.HTTPError as error:
            raise ActRefused("no_answer", f"The app did not answer: {error}") from error
        return JSONResponse({"status": answer.status, "body": answer.content.decode("utf-8", "replace")})
