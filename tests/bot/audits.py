"""An audit to attack: two requests with a history each, and what somebody with the database's password can do to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import col

from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest
from bot.commands.verify import Said, verify_chain
from store.audit.chain import Chain
from store.audit.reading import audit_of
from store.audit.watching import AuditWatch
from store.engine import create_engine, create_sync_engine
from store.tables import EventRow
from store.unit_of_work import SqlStore
from tests.store.values import NOW, a_request

KEY, OLD_KEY, STRANGE_KEY = (f"an audit key that is {what} for tests" for what in ("new", "old", "strange"))

CHANGES = (EventKind.SUBMITTED, EventKind.APPROVED, EventKind.ATTEMPTED)
"""What happens to each request; the last thing is that a person looks at it."""


@dataclass
class Process:
    """A process of the bot, as far as the audit is concerned."""

    store: SqlStore
    watch: AuditWatch
    url: str

    async def lives(self) -> ReissueRequest:
        """A request is made, approved, sent and looked at."""
        async with self.store.writing() as work:
            known = await work.requests.add(a_request())
            await work.events.append(replace(_line(known, CHANGES[0]), texts={"reason": known.reason}))
            await work.commit()
        for kind in CHANGES[1:]:
            known = await self.changes(known, kind)
        await self.looked_at(known)
        return known

    async def changes(self, known: ReissueRequest, kind: EventKind) -> ReissueRequest:
        """A request changes."""
        changed = known.with_next_version()
        async with self.store.writing() as work:
            await work.requests.save(changed)
            await work.events.append(_line(changed, kind))
            await work.commit()
        return changed

    async def looked_at(self, seen: ReissueRequest) -> None:
        """Somebody looks at a request."""
        async with self.store.writing() as work:
            await work.events.append(_line(seen, EventKind.VIEWED))
            await work.commit()


@asynccontextmanager
async def process(url: str, key: str | None = KEY, *others: str, lost: bool = False) -> AsyncIterator[Process]:
    """A process that has just started, with these keys."""
    engine = create_engine(url)
    try:
        store = SqlStore(engine, _drive_nothing, None if key is None else Chain(key, others, is_lost=lost))
        await store.open_audit(NOW)
        yield Process(store, AuditWatch(engine, store.linking), url)
    finally:
        await engine.dispose()


async def written(url: str, *keys: str | None) -> None:
    """An audit of one request for each key, in that order: a process for each, which knows all keys before."""
    for number, key in enumerate(keys):
        async with process(url, key, *filter(None, keys[:number])) as bot:
            await bot.lives()


def verified(url: str, key: str = KEY, *others: str, head: str | None = None) -> Said:
    """What `--verify` says."""
    return verify_chain(url, Chain(key, others), head)


def attack(url: str, *statements: str) -> None:
    """Do something behind the bot's back, where no trigger protects the audit any more."""
    engine = create_sync_engine(url)
    names = ("update", "delete", "replace")
    drops = [f"DROP TRIGGER IF EXISTS bot_event_append_only_{name}" for name in names]
    if engine.dialect.name != "sqlite":
        drops = ["DROP TRIGGER IF EXISTS bot_event_append_only ON bot_event"]
    with engine.begin() as connection:
        for statement in (*drops, *statements):
            connection.execute(sa.text(statement))


def values(url: str) -> list[str | None]:
    """The chain values, in order."""
    with audit_of(url) as audit:
        return [line.mac for line in audit.lines()]


def chained_again(url: str, key: str, since: int = 1) -> None:
    """Give every line from `since` on a value made with a key of one's own."""
    attack(url)
    with audit_of(url) as audit:
        lines = list(audit.lines())
    previous, own = "" if since == 1 else str(lines[since - 2].mac), Chain(key)
    engine = create_sync_engine(url)
    with engine.begin() as connection:
        for line in lines[since - 1 :]:
            codes = {**line.codes, "key": own.id} if line.kind == "chain_begun" else line.codes
            previous = own.value(previous, line.request_id, line.at, line.actor, line.kind, codes)
            changed = sa.update(EventRow).where(col(EventRow.seq) == line.seq)
            connection.execute(changed.values(codes=codes, mac=previous))


def _line(about: ReissueRequest, kind: EventKind) -> Event:
    return Event(request_id=about.id, at=NOW, actor="U0NINA", kind=kind, codes={"revision": about.revision})


def _drive_nothing(_request_ids: object) -> None:
    """Starts no driver."""
