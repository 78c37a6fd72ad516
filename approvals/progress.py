"""Moves the bot makes by itself: a change, its audit line, and in the same transaction the attempt it settles."""

from collections.abc import Callable
from dataclasses import dataclass

from approvals.model.attempt import Attempt
from approvals.model.event import THE_BOT, Event, EventKind
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.ports.storage import Store

AGAIN = 0.0
"""What `advance` returns when it has moved something: look again at once."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Writes what the bot found out. Whoever comes second changes nothing."""

    store: Store
    clock: Clock

    async def move(
        self,
        seen: ReissueRequest,
        change: Callable[[ReissueRequest], ReissueRequest],
        kind: EventKind,
        settled: Attempt | None = None,
        /,
        **codes: str | int,
    ) -> float:
        """Move a request that still is as `seen`, together with the attempt that the move settles."""
        async with self.store.writing() as work:
            current = await work.requests.get(seen.id)
            if current.version != seen.version:
                return AGAIN
            if settled is not None and not await work.attempts.settle(settled):
                return AGAIN
            await work.requests.save(change(current))
            await work.events.append(self._event(seen, kind, codes))
            await work.commit()
        return AGAIN

    async def postpone(self, seen: ReissueRequest, settled: Attempt, delay: float) -> float:
        """Settle an attempt that was certainly not processed; the request stays where it is for `delay` seconds."""
        async with self.store.writing() as work:
            if await work.attempts.settle(settled):
                await work.events.append(self._event(seen, EventKind.POSTPONED, settled.codes))
                await work.commit()
        return delay

    def _event(self, seen: ReissueRequest, kind: EventKind, codes: dict[str, str | int]) -> Event:
        return Event(
            request_id=seen.id,
            at=self.clock.now(),
            actor=THE_BOT,
            kind=kind,
            codes={**codes, "revision": seen.revision},
        )
