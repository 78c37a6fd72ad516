"""Routes each call to the endpoint that the current dialect has for its path, or answers with a refusal in JSON."""

from collections.abc import Iterable, Mapping
from itertools import groupby

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
    """A route for each endpoint; after those of one path, one that refuses other methods; the last refuses other paths.

    Endpoints of one path stand beside each other.
    """
    for path, each in groupby(endpoints, lambda endpoint: endpoint.path):
        of_path = list(each)
        yield from (Route(path, EndpointApp(one, context), methods=[one.method]) for one in of_path)
        methods = ", ".join(one.method for one in of_path)
        is_or_are = "is" if len(of_path) == 1 else "are"
        yield _other(path, _refusing(405, f"Only {methods} {is_or_are} allowed here", {"Allow": methods}), context)
    yield _other("/{path:path}", _refusing(404, "There is nothing under this path"), context)


def _other(path: str, work: Work, context: CallContext) -> Route:
    return Route(path, EndpointApp(Endpoint(UNKNOWN, "*", path, work), context))


def _refusing(status: int, message: str, headers: dict[str, str] | None = None) -> Work:
    def work(_request: Request, _body: bytes) -> Reply:
        raise Refusal(status, message, headers)

    return work
