"""The listeners that are at work. Most go on after they have acknowledged: they fill in the modal that they have
opened, or tell what came of a click."""

import asyncio
from contextlib import suppress
from typing import Any

from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response.response import BoltResponse


class ListenersAtWork(AsyncListenerStartHandler):
    """Knows the listeners at work in this process; Bolt calls `handle` in the task of each as it begins."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002 - Bolt's
        """A listener begins."""
        if (task := asyncio.current_task()) is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Wait until all have ended, for so many seconds at most; then cut the others. What they use may be closed
        afterwards."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))
        left = list(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
