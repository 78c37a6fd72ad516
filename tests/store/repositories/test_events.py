"""The audit: lines are added and read; the database refuses everything else."""

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.event import EventKind
from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.values import an_event

pytestmark = pytest.mark.anyio


async def test_lines_come_back_in_the_order_they_were_added(store: SqlStore) -> None:
    added, other = await add(store), await add(store)
    async with store.writing() as work:
        for request_id, kind in ((added.id, EventKind.SUBMITTED), (other.id, EventKind.SUBMITTED)):
            await work.events.append(an_event(request_id, kind))
        await work.events.append(an_event(added.id, EventKind.DENIED))
        lines = await work.events.of(added.id)
    assert [(line.seq, line.kind) for line in lines] == [(1, EventKind.SUBMITTED), (3, EventKind.DENIED)]
    assert lines[0].codes == {"attempt": 1, "outcome": "unknown"}


async def test_every_kind_of_event_fits(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        for kind in EventKind:
            await work.events.append(an_event(added.id, kind))
        assert [line.kind for line in await work.events.of(added.id)] == list(EventKind)


async def test_changing_and_deleting_lines_is_refused(store: SqlStore, engine: AsyncEngine) -> None:
    added = await add(store)
    async with store.writing() as work:
        await work.events.append(an_event(added.id))
        await work.commit()
    statements = ["UPDATE bot_event SET actor = 'nobody'", "DELETE FROM bot_event"]
    if engine.dialect.name == "postgresql":
        statements += ["TRUNCATE bot_event", "TRUNCATE bot_request CASCADE"]
    else:
        statements += ["REPLACE INTO bot_event SELECT seq, request_id, at, 'nobody', kind, codes, mac FROM bot_event"]
    for statement in statements:
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            async with engine.begin() as connection:
                await connection.execute(sa.text(statement))
    async with store.reading() as work:
        assert [line.actor for line in await work.events.of(added.id)] == ["U0NINA"]
