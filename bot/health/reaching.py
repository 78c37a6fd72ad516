"""Waits at the start for a database that is not up yet, as after a power cut or in a new cluster."""

import asyncio

import structlog

from approvals.errors import StoreUnavailable
from store.address import is_sqlite, sync_url

UP_TO = 60.0
"""Seconds."""

AGAIN_IN = 1.0

GONE = "Check address and port in DATABASE_URL, and whether the server runs. `python -m bot doctor` says more."

log = structlog.get_logger()


async def await_database(database_url: str, up_to: float = UP_TO) -> None:
    """Return as soon as the database can be used; log once that it cannot yet.

    Raises StoreUnavailable after `up_to` seconds; UnusableDatabase at once for what waiting does not change.
    """
    if is_sqlite(sync_url(database_url)):
        return None
    from store.reaching import reach  # noqa: PLC0415 - with SQLite libpq is not needed, and takes 10 MB

    clock = asyncio.get_running_loop().time
    end, is_told = clock() + up_to, False
    while True:
        try:
            return await reach(database_url)
        except StoreUnavailable as away:
            if clock() >= end:
                raise StoreUnavailable(f"{away} That did not change in {up_to:.0f} seconds. {GONE}") from away
            if not is_told:
                log.warning("database_awaited", reason=str(away), up_to=up_to)
            is_told = True
        await asyncio.sleep(AGAIN_IN)
