"""The command `migrate`: the bot's own tables, and those of the durable engine."""

import asyncio

from bot.durable import migrate_engine
from bot.health.reaching import await_database
from store.address import is_sqlite, sync_url
from store.migrate import upgrade


def migrate_all(database_url: str) -> None:
    """Bring all tables up to date, so that the bot itself needs no right to make any.

    Raises StoreUnavailable, UnusableDatabase.
    """
    asyncio.run(await_database(database_url))
    upgrade(database_url)
    if not is_sqlite(sync_url(database_url)):
        migrate_engine(database_url)
