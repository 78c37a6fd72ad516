"""The first look at PostgreSQL: is it there, does it let the bot in and write, does a pooler keep sessions apart?"""

import asyncio
import re
from typing import Any

import psycopg

from approvals.errors import StoreUnavailable
from store.address import UnusableDatabase, is_sqlite, sync_url
from store.failures import TAKES_NO_WRITES
from store.postgresql import session

TRIES = 5
"""Times that two sessions are compared. A pooler that is idle is found out at the first, a busy one a little later."""

PATIENCE = 5.0
"""Seconds that a pooler in session mode may take to find a free server for the second session."""

POOLED = (
    "DATABASE_URL leads through a pooler in transaction or statement mode, which forgets what is set for a session: "
    "set pool_mode = session in PgBouncer for this database, or name PostgreSQL itself in DATABASE_URL."
)

REFUSED = (
    "PostgreSQL does not let the bot in: check user, password, database name and sslmode in DATABASE_URL, and that the "
    "server lets this machine in. `python -m bot doctor` quotes the server's answer."
)

_REFUSALS = re.compile(
    r"authentication failed|no password supplied|no pg_hba.conf entry|not permitted to log in|permission denied|"
    r"(?:database|role|user) .* does not exist|no such (?:user|database)|invalid (?:sslmode|channel_binding)|"
    r"does not support SSL|certificate"
)
"""What a server or libpq says that waiting does not change. There is no SQLSTATE while a connection is made."""

_LOOK = "SELECT pg_backend_pid(), current_setting('transaction_read_only') = 'on'"


class PooledByTransaction(UnusableDatabase):
    """DATABASE_URL leads through a pooler in transaction or statement mode."""

    def __init__(self) -> None:
        super().__init__(POOLED)


Session = psycopg.AsyncConnection[Any]


async def reach(database_url: str) -> None:
    """Look at the database once; on SQLite there is nothing to see.

    Raises StoreUnavailable while it is not up, or takes no writes; UnusableDatabase for what only an operator can fix.
    """
    url = sync_url(database_url)
    if is_sqlite(url):
        return
    try:
        async with await session(url) as one, await session(url) as other:
            await _look(one, other)
    except psycopg.Error as error:
        if "statement pooling" in str(error):
            raise PooledByTransaction from error
        if _REFUSALS.search(str(error)):
            raise UnusableDatabase(REFUSED) from error
        raise StoreUnavailable from error


async def _look(one: Session, other: Session) -> None:
    """Raises StoreUnavailable, UnusableDatabase."""
    try:
        async with asyncio.timeout(PATIENCE):
            if await _is_shared(one, other):
                raise PooledByTransaction
    except TimeoutError:
        return  # the pooler keeps the first session's server for it, and has no other: that is session mode


async def _is_shared(one: Session, other: Session) -> bool:
    """Whether sessions do not have a server process each: another one gets ours, or we get another.

    The other session keeps its transaction open meanwhile, so its process is not free for us.
    """
    ours: set[int] = set()
    for _ in range(TRIES):
        ours.add(await _process(one))
        async with other.transaction():
            if await _process(other) in ours:
                return True
            ours.add(await _process(one))
        if len(ours) > 1:
            return True
    return False


async def _process(session: Session) -> int:
    """The server process behind a session. Raises StoreUnavailable if it takes no writes."""
    row = await (await session.execute(_LOOK)).fetchone()
    process, is_read_only = row or (0, False)
    if is_read_only:
        raise StoreUnavailable(TAKES_NO_WRITES)
    return int(process)
