"""Routes each call to the endpoint that the current dialect has for its path, or answers with a refusal in JSON."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from sandbox.benefits.endpoints import Endpoint, Work
from sandbox.benefits.replies import Refusal, Reply
from sandbox.benefits.serving import CallContext, EndpointApp
from sandbox.benefits.world import Shape, World

UNKNOWN = "unknown"
"""The name, in the call log, of a call to a path or method that the dialect doesn't have."""


class Switchboard:
    """An ASGI application for the whole API. When the world's `shape` changes, the paths change too."""

    def __init__(self, world: World, endpoints: Mapping[Shape, Iterable[Endpoint]], context: CallContext) -> None:
        self._world = world
        self._routers = {shape: Router(list(_routes(each, context))) for shape, each in endpoints.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call to the router of the current dialect."""
        await self._routers[self._world.shape](scope, receive, send)


def _routes(endpoints: Iterable[Endpoint], context: CallContext) -> Iterable[Route]:
    """A route for each endpoint, each followed by one that refuses other methods; the last one refuses other paths."""
    for endpoint in endpoints:
        yield Route(endpoint.path, EndpointApp(endpoint, context), methods=[endpoint.method])
        not_allowed = _refusing(405, f"Only {endpoint.method} is allowed here", {"Allow": endpoint.method})
        yield _other(endpoint.path, not_allowed, context)
    yield _other("/{path:path}", _refusing(404, "There is nothing under this path"), context)


def _other(path: str, work: Work, context: CallContext) -> Route:
    return Route(path, EndpointApp(Endpoint(UNKNOWN, "*", path, work), context))


def _refusing(status: int, message: str, headers: dict[str, str] | None = None) -> Work:
    def work(_request: Request, _body: bytes) -> Reply:
        raise Refusal(status, message, headers)

    return work
