"""How fast a long list is read: the API has one rate limit for all calls, and people's clicks come first."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from approvals.model.index_report import FIRST_PAUSE
from benefits.errors import RateLimited, ServerError, Unreachable

LONGEST_PAUSE = 8.0

RECOVERY = 0.995
"""The factor for the pause after each successful call: after about 140 of them it is half as long."""

MOST_REFUSALS = 30
"""After this many 429s in a row for one call the list is left for the next refresh."""

MOST_FAILURES = 3
"""After this many calls in a row without an answer, or with a 5xx, it is left too."""

LONGEST_WAIT = 900.0
"""The longest `Retry-After` that is respected, in seconds."""

Answer = TypeVar("Answer")


@dataclass(slots=True, eq=False, repr=False)
class LoadingPace:
    """Pauses between calls, in seconds: doubled after a 429, then slowly shorter. `sleep` is for tests."""

    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    pause: float = FIRST_PAUSE
    _has_begun: bool = False

    async def call(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer of `ask`, which is repeated after a 429 and after temporary failures. Raises BenefitsError."""
        refusals = failures = 0
        if self._has_begun:
            await self.sleep(self.pause)
        self._has_begun = True
        while True:
            try:
                answer = await ask()
            except RateLimited as error:
                refusals += 1
                if refusals == MOST_REFUSALS:
                    raise
                await self.sleep(self._after_refusal(refusals, error.retry_after))
            except (ServerError, Unreachable):
                failures += 1
                if failures == MOST_FAILURES:
                    raise
                await self.sleep(2.0 ** (failures - 1))
            else:
                self.pause = max(FIRST_PAUSE, RECOVERY * self.pause)
                return answer

    def _after_refusal(self, refusals: int, retry_after: float | None) -> float:
        """How long to wait after `refusals` 429s in a row, in seconds. Only the first one slows the pace down."""
        if refusals == 1:
            self.pause = min(LONGEST_PAUSE, 2 * self.pause)
        if retry_after is None:
            return max(self.pause, min(LONGEST_PAUSE, 2.0 ** (refusals - 1)))
        return max(self.pause, min(LONGEST_WAIT, retry_after))
