"""The command `migrate`: brings the tables up to date."""

import asyncio

from bot.health.reaching import await_database
from store.migrate import upgrade


def migrate_all(database_url: str) -> None:
    """Bring all tables up to date, so that the bot itself needs no right to make any.

    Raises StoreUnavailable, UnusableDatabase.
    """
    asyncio.run(await_database(database_url))
    upgrade(database_url)
