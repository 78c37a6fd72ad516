"""Where a call goes: to the endpoint that the dialect of the moment has for its path, or to a refusal in JSON."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from sandbox.benefits.dialects import DIALECTS
from sandbox.benefits.endpoints import Endpoint, Endpoints, Work
from sandbox.benefits.replies import Refusal, Reply
from sandbox.benefits.serving import Counter, Served
from sandbox.benefits.world import Shape, World

UNKNOWN = "unknown"
"""The name, among the calls, of a path or method that the dialect doesn't have."""


class Switchboard:
    """An ASGI application for the whole API. A world that changes its shape changes the paths with it."""

    def __init__(self, world: World, desk: Endpoints, counter: Counter) -> None:
        self._world = world
        self._routers: Mapping[Shape, Router] = {
            shape: Router(list(_routes(desk.endpoints(dialect), counter))) for shape, dialect in DIALECTS.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        await self._routers[self._world.shape](scope, receive, send)


def _routes(endpoints: Iterable[Endpoint], counter: Counter) -> Iterable[Route]:
    """The endpoints, each followed by what catches other methods on its path; last, what catches other paths."""
    for endpoint in endpoints:
        yield Route(endpoint.path, Served(endpoint, counter), methods=[endpoint.method])
        not_allowed = _refusing(405, f"Only {endpoint.method} is allowed here", {"Allow": endpoint.method})
        yield _other(endpoint.path, not_allowed, counter)
    yield _other("/{path:path}", _refusing(404, "There is nothing under this path"), counter)


def _other(path: str, work: Work, counter: Counter) -> Route:
    return Route(path, Served(Endpoint(UNKNOWN, "*", path, work), counter))


def _refusing(status: int, message: str, headers: dict[str, str] | None = None) -> Work:
    def work(_request: Request, _body: bytes) -> Reply:
        raise Refusal(status, message, headers)

    return work
