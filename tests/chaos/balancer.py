"""What stands between Slack and the replicas: a load balancer, and the place where clicks are answered in words."""

import json
from collections import defaultdict
from contextlib import suppress

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.chaos.replicas import Fleet

SLACK, WEBHOOKS = "/slack/events", "/vitable/webhooks"

PASSED_ON = (
    "content-type",
    "x-slack-signature",
    "x-slack-request-timestamp",
    "x-vitable-signature",
    "x-vitable-timestamp",
)

PATIENCE = 35.0
"""Seconds for which a delivery may be under way; Slack itself gives up after three."""


class Balancer:
    """Passes deliveries on to any replica that accepts a connection, and keeps what each click was told."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.fleet: Fleet | None = None
        self.told: dict[str, list[str]] = defaultdict(list)
        self._http = http
        self.asgi = Starlette(
            routes=[
                *(Route(path, self._pass_on, methods=["POST"]) for path in (SLACK, WEBHOOKS)),
                Route("/told/{click}", self._tell, methods=["POST"]),
            ]
        )

    async def _pass_on(self, request: Request) -> Response:
        """The answer of the first replica that accepts the delivery; one that breaks off is not asked of another."""
        body = await request.body()
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        for replica in self.fleet.in_turn() if self.fleet else []:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                try:
                    answer = await self._http.post(f"{replica.url}{request.url.path}", content=body, headers=headers)
                except (httpx.ReadError, httpx.RemoteProtocolError, httpx.ReadTimeout, httpx.WriteError):
                    return PlainTextResponse("the replica went away\n", 502)
                return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))
        return PlainTextResponse("no replica\n", 503)

    async def _tell(self, request: Request) -> Response:
        """A `response_url`: what only the person who clicked is told."""
        said = json.loads(await request.body())
        self.told[request.path_params["click"]].append(str(said.get("text")))
        return PlainTextResponse("ok")
