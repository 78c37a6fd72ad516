"""How a process tells the others at once that it has made requests due: LISTEN and NOTIFY of PostgreSQL.

A notification is part of the transaction, and is delivered with its commit. It is never the only way: a process that
misses one finds the request at its next poll. So a pooler that delivers none, or a lost connection, costs seconds only.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlmodel import select

from store.address import is_sqlite, sync_url

CHANNEL = "reissue_due"
"""One for all schemas of a database: a process that is woken in vain looks once and goes on sleeping."""

NOTIFY = select(sa.func.pg_notify(CHANNEL, ""))
"""To be run in a transaction that makes requests due."""


@asynccontextmanager
async def told(database_url: str, heard: Callable[[], None]) -> AsyncIterator[None]:
    """Call `heard` whenever a process has made requests due, while the context lasts. On SQLite there is only one."""
    if is_sqlite(sync_url(database_url)):
        yield
        return
    from store.listening import keep_listening  # noqa: PLC0415 - with SQLite libpq is not needed, and takes 10 MB

    listening = asyncio.create_task(keep_listening(database_url, CHANNEL, heard))
    try:
        yield
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
