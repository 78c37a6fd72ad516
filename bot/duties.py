"""The duties of which one replica does each, when this process stops: another may have them at once.

A process that is killed gives nothing back: then another goes on when the lease of the duty has run out.
"""

import asyncio

from approvals.errors import StoreUnavailable
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from bot.drivers import surviving


async def give_back(store: Store, clock: Clock, holder: str, within: float) -> None:
    """Give back every duty that `holder` has, within some seconds: a database that is silent must not hold up the stop.

    Without the database the leases run out."""
    with surviving("duties_not_given_back"):
        try:
            async with asyncio.timeout(within), store.writing() as work:
                await work.leases.give_back(holder, clock.now())
                await work.commit()
        except TimeoutError as silent:
            raise StoreUnavailable from silent
