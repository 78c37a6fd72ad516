"""Asks once for everyone who asks the same at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class SingleFlight:
    """The questions that are under way, by their keys."""

    def __init__(self) -> None:
        self._asking: dict[Hashable, asyncio.Future[Any]] = {}

    async def ask(self, key: Hashable, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer to a question, which is asked only if it is not under way. A cancelled caller ends no question."""
        under_way = self._asking.get(key)
        if under_way is None:
            under_way = self._asking[key] = asyncio.ensure_future(ask())
            under_way.add_done_callback(lambda _: self._asking.pop(key, None))
        answer: Answer = await asyncio.shield(under_way)
        return answer
