"""The database as commands open it: alone, without drivers; and named on stderr before one of them changes it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from bot.clock import SystemClock
from bot.unusable import Unusable
from store.address import named, sync_url
from store.audit.chain import Chain
from store.audit.watching import AuditTrouble, AuditWatch
from store.engine import create_engine
from store.migrate import check_current, tables_in
from store.single_process import database_lock, files_of
from store.unit_of_work import SqlStore

NEEDS_KEY = (
    "Nothing was changed: the audit has a chain, and AUDIT_KEY is not set, so that lines about it would break the "
    "chain. Set AUDIT_KEY as the bot has it."
)


@asynccontextmanager
async def database_at(database_url: str) -> AsyncIterator[AsyncEngine]:
    """A database with current tables. Raises StoreUnavailable, UnusableDatabase."""
    missing = next((file for file in files_of(database_url)[:1] if not file.exists()), None)
    if missing is not None:
        raise StoreUnavailable(f"There is no database {missing}.")
    engine = create_engine(database_url)
    try:
        check_current(await tables_in(engine))
        yield engine
    finally:
        await engine.dispose()


@asynccontextmanager
async def store_to_change(database_url: str, chain: Chain | None) -> AsyncIterator[SqlStore]:
    """A store for a command that writes to the audit, whose `chain` goes on with its own key.

    Raises DatabaseInUse while a bot runs on the SQLite file; Unusable if the audit has a chain and there is no key;
    UnknownAuditKey, StoreUnavailable, UnusableDatabase.
    """
    with database_lock(database_url):
        async with database_at(database_url) as engine:
            if chain is None and await AuditWatch(engine, None).trouble() is AuditTrouble.NO_KEY:
                raise Unusable(NEEDS_KEY)
            store = SqlStore(engine, start_no_driver, chain)
            say_which(database_url)
            await store.open_audit(SystemClock().now())
            yield store


def say_which(database_url: str) -> None:
    """Name the database on stderr before it is changed: a shell may have another DATABASE_URL than the bot. Raises
    UnusableDatabase."""
    typer.echo(f"Database: {named(sync_url(database_url))}", err=True)


def start_no_driver(_request_ids: Sequence[UUID]) -> None:
    """Starts no driver: the bot finds what is due when it is started."""
