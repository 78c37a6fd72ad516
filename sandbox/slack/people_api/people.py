"""A person's state, a stream that reports when it has changed, and the person's acts."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.cast import Person
from sandbox.slack.acts.kinds import act_adapter
from sandbox.slack.acts.perform import known_person, perform
from sandbox.slack.changes import News
from sandbox.slack.delivery import Delivery
from sandbox.slack.people_api.answers import parsed, refusing
from sandbox.slack.people_api.state import state_for
from sandbox.slack.workspace import Workspace

QUIET_SECONDS = 15.0
LOOK_SECONDS = 2.0
"""How often the stream of an open page checks whether the app has started, while it is not running."""


class PeopleApi:
    """Answers /sandbox/state, /sandbox/events and /sandbox/act."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._acts = act_adapter()

    def routes(self) -> list[Route]:
        """The routes to mount."""
        return [
            Route("/sandbox/state", refusing(self.state), methods=["GET"]),
            Route("/sandbox/events", refusing(self.events), methods=["GET"]),
            Route("/sandbox/act", refusing(self.act), methods=["POST"]),
        ]

    async def state(self, request: Request) -> Response:
        """Answer with everything this person sees."""
        return JSONResponse(state_for(self._workspace, self._person(request), self._delivery.bot_url))

    async def events(self, request: Request) -> Response:
        """Stream a server-sent event each time something this person sees has changed."""
        stream = self._stream(self._person(request))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-store"})

    async def act(self, request: Request) -> Response:
        """Perform one act of a person."""
        act = await parsed(request, self._acts)
        address = str(request.base_url).rstrip("/")
        return JSONResponse(await perform(self._workspace, self._delivery, act, address))

    async def _stream(self, person: Person) -> AsyncIterator[str]:
        with self._workspace.changes.watch(person.id) as watcher:
            await self._delivery.look()
            watcher.wake("state")
            watcher.wake("wire")
            while True:
                try:
                    async with asyncio.timeout(self._patience()):
                        await watcher.woken.wait()
                except TimeoutError:
                    await self._delivery.look()
                    yield ": still here\n\n"
                for news in watcher.take():
                    yield self._told(news)

    def _patience(self) -> float:
        return QUIET_SECONDS if self._workspace.bot.running else LOOK_SECONDS

    def _told(self, news: News) -> str:
        if news == "wire":
            return f'event: wire\ndata: {{"version": {self._workspace.calls.wire.version}}}\n\n'
        return f'data: {{"seq": {self._workspace.changes.seq}}}\n\n'

    def _person(self, request: Request) -> Person:
        return known_person(self._workspace, request.query_params.get("as", ""))
