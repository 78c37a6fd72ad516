"""Requests that an earlier release of the bot wrote or blanked: brings up to date under which name they are found."""

from approvals.ports.storage import Store

BATCH = 200
"""Requests in one transaction: other writers wait for it."""


async def keep_findable(store: Store) -> int:
    """Bring every request up to date that is behind; returns how many there were. Most rounds only look."""
    done = 0
    while not await _are_all_right(store):
        async with store.writing() as work:
            done += await work.histories.catch_up(BATCH)
            await work.commit()
    return done


async def _are_all_right(store: Store) -> bool:
    async with store.reading() as work:
        return await work.histories.is_whole()
