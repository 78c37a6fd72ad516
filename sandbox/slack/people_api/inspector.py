"""The API of the page's inspector: the latest request and answer pairs, without secrets."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.slack.people_api.answers import done
from sandbox.wire import Wire


class Inspector:
    """Answers /sandbox/wire."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def routes(self) -> list[Route]:
        """The routes to mount."""
        return [
            Route("/sandbox/wire", self.pairs, methods=["GET"]),
            Route("/sandbox/wire", self.forget, methods=["DELETE"]),
        ]

    async def pairs(self, request: Request) -> Response:
        """The pairs that changed after a version, and the numbers of all kept pairs."""
        after = request.query_params.get("after", "0")
        changed = self._wire.after(int(after) if after.isdigit() else 0)
        pairs = [pair.shown() for pair in changed]
        return done(version=self._wire.version, kept=self._wire.numbers(), pairs=pairs)

    async def forget(self, _request: Request) -> Response:
        """Delete all pairs."""
        self._wire.clear()
        return done()
