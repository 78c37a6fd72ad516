"""Logs each change of a trouble once: that it is there, that it is another now, that it is over."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import structlog

from bot.app import Bot
from bot.drivers import surviving
from bot.health.troubles import Trouble, Troubles, present_troubles

LOOK_EVERY = 10.0
"""Seconds. It is what a trouble lasts at least to be told here; single failures have lines of their own."""

log = structlog.get_logger()


class TroubleWatch:
    """Compares the present troubles with those before. `look` finds them, `seconds` is a clock that only goes on."""

    def __init__(self, look: Callable[[], Awaitable[Troubles]], seconds: Callable[[], float] = time.monotonic) -> None:
        self._look = look
        self._seconds = seconds
        self._known: dict[tuple[str, str], tuple[Trouble, float]] = {}

    async def look(self) -> None:
        """Look once, and log what has changed."""
        found = await self._look()
        now = {(each.what, each.where): each for each in found.present}
        for place, trouble in now.items():
            before = self._known.get(place)
            if before is None:
                log.warning("trouble", **_facts(trouble))
                self._known[place] = trouble, self._seconds()
            elif before[0].code != trouble.code:
                log.warning("trouble_changed", before=before[0].code, **_facts(trouble))
                self._known[place] = trouble, before[1]
        for place, (trouble, since) in list(self._known.items()):
            if place not in now and trouble.what not in found.unknown:
                log.info("trouble_over", lasted=round(self._seconds() - since), **_facts(trouble, with_reason=False))
                del self._known[place]

    async def keep_looking(self) -> None:
        """Look every LOOK_EVERY seconds."""
        while True:
            with surviving("troubles_postponed"):
                await self.look()
            await asyncio.sleep(LOOK_EVERY)


@asynccontextmanager
async def troubles_logged(bot: Bot) -> AsyncIterator[None]:
    """Log the changes of a bot's troubles while the context lasts."""
    task = asyncio.create_task(TroubleWatch(partial(present_troubles, bot)).keep_looking())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _facts(trouble: Trouble, *, with_reason: bool = True) -> dict[str, str]:
    facts = {"what": trouble.what, "where": trouble.where, "code": trouble.code}
    if with_reason:
        facts["reason"] = trouble.reason
    return {name: fact for name, fact in facts.items() if fact}
