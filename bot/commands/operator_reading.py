"""What `list` and `show` need besides the database: an audit line before an operator sees names."""

from collections.abc import Sequence
from datetime import datetime
from os import W_OK, access
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.event import THE_OPERATOR, Event, EventKind
from bot.clock import SystemClock
from bot.commands.database import start_no_driver
from bot.unusable import Unusable
from store.address import is_sqlite
from store.audit.chain import Chain
from store.audit.watching import AuditTrouble, AuditWatch
from store.engine import reading
from store.failures import translated
from store.single_process import files_of
from store.unit_of_work import SqlStore

NOT_WRITTEN_DOWN = (
    "Not written to the audit: this database takes no lines from here (a replica, or a role that only reads)."
)

CANNOT_BE_WRITTEN = {
    AuditTrouble.NO_KEY: "The audit has a chain, and AUDIT_KEY is not set: a line about who saw names would break it. "
    "Set AUDIT_KEY, or leave --names out.",
    AuditTrouble.NO_BEGINNING: "AUDIT_KEY is set, but the audit has no chain yet: start the bot once, or "
    "leave --names out.",
    AuditTrouble.UNKNOWN_KEY: "The audit has another key than AUDIT_KEY: set that one, or leave --names out.",
}
"""Troubles of the audit in which a line of ours would do harm."""


class Seen(Protocol):
    """A request that an operator looks at."""

    @property
    def id(self) -> UUID:
        """Its id."""
        ...

    @property
    def revision(self) -> int:
        """The revision that is shown."""
        ...


async def note_names_seen(engine: AsyncEngine, database_url: str, chain: Chain | None, seen: Sequence[Seen]) -> None:
    """Write down that the operator sees the names of these requests, before they do. Where nothing can be written, say
    so on stderr. Raises Unusable if the line would break the audit's chain; StoreUnavailable."""
    if not await _takes_lines(engine, database_url):
        typer.echo(NOT_WRITTEN_DOWN, err=True)
        return
    store = SqlStore(engine, start_no_driver, chain)
    trouble = await AuditWatch(engine, store.linking).trouble()
    if trouble in CANNOT_BE_WRITTEN:
        raise Unusable(CANNOT_BE_WRITTEN[trouble])
    at = SystemClock().now()
    async with store.writing() as work:
        for one in seen:
            await work.events.append(_viewed(one, at))
        await work.commit()


def _viewed(seen: Seen, at: datetime) -> Event:
    codes = {"revision": seen.revision}
    return Event(request_id=seen.id, at=at, actor=THE_OPERATOR, kind=EventKind.VIEWED, codes=codes)


async def _takes_lines(engine: AsyncEngine, database_url: str) -> bool:
    """Whether a line can be added to the audit here."""
    if is_sqlite(engine.url):
        return all(access(file, W_OK) for file in files_of(database_url)[:3] if file.exists())
    may_write = sa.text(
        "SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off' "
        "AND has_table_privilege('bot_event', 'INSERT')"
    )
    with translated():
        async with reading(engine).connect() as connection:
            return bool((await connection.execute(may_write)).scalar_one())
