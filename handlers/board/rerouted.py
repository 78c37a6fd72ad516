"""After a start with another file of routes: every open request is drawn again, because other people decide on it."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from approvals.errors import NewerRecord
from approvals.model.status import OPEN
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.rules.routes import Routes
from handlers.board.cards import SlackBoard
from handlers.board.opened import PACE

DUTY = "routes"
"""The lease of the replica that looks after this; its report says which file was the last to be drawn everywhere."""

LEASE = timedelta(seconds=30)
"""Another replica goes on after this long."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Rerouted:
    """Draws the open requests once for each file. `holder` is this process's name among replicas; `sleep` is for tests.

    If the process ends in between, the next start draws all of them again.
    """

    board: SlackBoard
    store: Store
    clock: Clock
    holder: str
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep

    async def redraw_all(self) -> bool:
        """Redraw every open request, unless that was done for this file; False while another replica has the duty."""
        mark = {"file": fingerprint(self.board.presentation.routes)}
        async with self.store.reading() as work:
            told = await work.leases.report(DUTY)
            statuses = [await work.requests.in_status(status) for status in sorted(OPEN)]
        if told == mark:
            return True
        for request_id in (each for ids in statuses for each in ids):
            if not await self._is_mine():
                return False
            with suppress(NewerRecord):  # only a process of that release can draw it
                await self.board.redraw(request_id)
            await self.sleep(PACE)
        if not await self._is_mine():
            return False
        async with self.store.writing() as work:
            await work.leases.tell(DUTY, mark)
            await work.commit()
        return True

    async def _is_mine(self) -> bool:
        now = self.clock.now()
        async with self.store.writing() as work:
            is_mine = await work.leases.hold(DUTY, self.holder, now, now + LEASE)
            await work.commit()
        return is_mine


def fingerprint(routes: Routes) -> str:
    """The same for two files that say the same."""
    claims = [(each.route, sorted(each.employers or ()), sorted(each.categories or ())) for each in routes.map.claims]
    said = repr((sorted(claims), sorted((name, repr(policy)) for name, policy in routes.named.items())))
    return hashlib.sha256(said.encode()).hexdigest()
