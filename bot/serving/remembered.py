"""An answer that is the same for everyone: worked out once for all who ask at the same time, and remembered."""

import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from cachetools import TTLCache

from approvals.lookups.single_flight import SingleFlight

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """The answer of `ask`, not older than `lasts` seconds."""

    def __init__(
        self, ask: Callable[[], Awaitable[Answer]], lasts: float, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask = ask
        self._known: TTLCache[None, Answer] = TTLCache(1, lasts, seconds)
        self._flight = SingleFlight()

    async def get(self) -> Answer:
        """The answer."""
        known = self._known.get(None)
        return await self._flight.ask(None, self._renew) if known is None else known

    async def _renew(self) -> Answer:
        answer = self._known[None] = await self._ask()
        return answer
