"""The sandbox as a process of its own: `python -m tests.bench.sandbox_server <crowd>`, until it is killed.

Beside its own routes it has some under /bench/, for what a measurement needs of it.
"""

import asyncio
import re
import sys
import time
from dataclasses import dataclass, field
from itertools import cycle

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import cast
from sandbox.app import Sandbox, build_sandbox
from sandbox.courier import Body
from sandbox.server import serve
from sandbox.slack.messages import Message
from tests.bench import payloads
from tests.bench.watching import Watch
from tests.chaos.card_watch import status_of

LABEL = re.compile(r"\bR-([0-9]+)\b")


@dataclass
class BenchRoutes:
    """Makes deliveries in advance, waits for cards, and counts calls."""

    sandbox: Sandbox
    watch: Watch
    approvers: list[str] = field(default_factory=list)

    def routes(self) -> list[Route]:
        """The routes to put before the sandbox's own."""
        return [
            Route("/bench/submissions", self.submissions),
            Route("/bench/clicks", self.clicks),
            Route("/bench/commands", self.commands),
            Route("/bench/form", self.form),
            Route("/bench/cards", self.cards),
            Route("/bench/quiet", self.quiet),
            Route("/bench/calls", self.calls),
            Route("/bench/post-limit", self.post_limit),
            Route("/bench/posts", self.posts),
        ]

    async def submissions(self, request: Request) -> Response:
        """The form, sent for the members of the crowd from `first` to `last`."""
        first, last = _number(request, "first"), _number(request, "last")
        return self._deliveries([payloads.submission(self.sandbox.slack, n) for n in range(first, last + 1)])

    async def clicks(self, request: Request) -> Response:
        """*Approve* on the `count` oldest cards that wait, or `times` on each; each click is another approver's."""
        pending = [card for card in self._cards() if status_of(card) == "pending"]
        chosen, people = pending[: _number(request, "count")], cycle(self.approvers)
        times = int(request.query_params.get("times", "1"))
        clicks = [
            payloads.click(self.sandbox.slack, card, next(people), "approve") for card in chosen for _ in range(times)
        ]
        return self._deliveries(clicks)

    async def commands(self, request: Request) -> Response:
        """`/reissue`, typed `count` times."""
        count = _number(request, "count")
        return self._deliveries([payloads.command(self.sandbox.slack, cast.NINA) for _ in range(count)])

    async def form(self, _request: Request) -> Response:
        """The form that was opened last, as the bot sent it."""
        return JSONResponse(next(c.detail["view"] for c in reversed(self.watch.calls(0)) if c.call == "views.open"))

    async def cards(self, request: Request) -> Response:
        """Once `count` cards have said `status`: when each of them first did."""
        status, count = request.query_params["status"], _number(request, "count")
        in_time = await self.watch.until(status, count, _number(request, "within"))
        return JSONResponse({"in_time": in_time, "at": list(self.watch.first[status].values())})

    async def quiet(self, request: Request) -> Response:
        """Once nothing was called for `seconds`."""
        is_quiet = await self.watch.quiet(float(request.query_params["seconds"]), _number(request, "within"))
        return JSONResponse({"is_quiet": is_quiet})

    async def calls(self, request: Request) -> Response:
        """The calls after number `after`: to whom, which, with which status, when."""
        offset = time.time() - time.monotonic()
        made = self.watch.calls(_number(request, "after"))
        return JSONResponse([[call.target, call.call, call.status, call.at - offset] for call in made])

    async def post_limit(self, request: Request) -> Response:
        """From now on Slack allows one post every `seconds` in a channel."""
        self.sandbox.workspace.post_limit.seconds = float(request.query_params["seconds"])
        return JSONResponse({})

    async def posts(self, _request: Request) -> Response:
        """The messages about requests, in their order, by where they are: when each was posted, and its number."""
        workspace = self.sandbox.workspace
        told, direct = workspace.messages.public(cast.APPROVALS), workspace.directory.im_with(cast.NINA)
        found = {
            "cards": [message for message in told if message.thread_ts is None],
            "threads": [message for message in told if message.thread_ts is not None],
            "direct": workspace.messages.public(direct.id),
        }
        return JSONResponse({name: [*map(_numbered, some)] for name, some in found.items()})

    def _cards(self) -> list[Message]:
        messages = self.sandbox.workspace.messages
        return [m for m in messages.public(cast.APPROVALS) if m.thread_ts is None]

    def _deliveries(self, bodies: list[Body]) -> Response:
        return JSONResponse([payloads.signed(self.sandbox.slack, body) for body in bodies])


def _numbered(message: Message) -> tuple[float, int]:
    label = LABEL.search(message.text)
    return float(message.ts), int(label.group(1)) if label else 0


def _number(request: Request, name: str) -> int:
    return int(request.query_params[name])


async def run(crowd: int) -> None:
    """Serve until the process is killed."""
    sandbox = build_sandbox("", crowd=crowd)
    watch = Watch(sandbox)
    watch.begin()
    routes = BenchRoutes(sandbox, watch, payloads.add_approvers(sandbox.slack))
    sandbox.asgi.router.routes[:0] = routes.routes()
    async with serve(sandbox.asgi) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1])))
