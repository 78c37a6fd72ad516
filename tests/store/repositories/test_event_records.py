"""Life events to be recorded: two people who ask for nearly the same one follow each other."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from approvals.model.event_record import EventRecord
from store.unit_of_work import SqlStore
from tests.builders import NOW
from tests.handlers.blocks.record_scenes import a_record

pytestmark = pytest.mark.anyio

MINE = a_record()
THEIRS = replace(
    MINE, id=UUID(int=99), submission_key="theirs", event_date=MINE.event_date + timedelta(days=1), requester="U0TESS"
)


async def test_who_asks_for_nearly_the_same_event_at_the_same_moment_sees_the_one_who_was_first(
    store: SqlStore,
) -> None:
    async def second() -> Sequence[EventRecord]:
        async with store.writing() as work:
            assert await work.event_records.latest_like(THEIRS) is None
            return await work.event_records.near(THEIRS, 30)

    async with store.writing() as work:
        assert await work.event_records.latest_like(MINE) is None
        asked = asyncio.create_task(second())
        assert await work.event_records.near(MINE, 30) == []
        await asyncio.wait([asked], timeout=0.2)
        assert not asked.done()
        await work.event_records.add(MINE, NOW)
        await work.commit()
    assert [each.id for each in await asked] == [MINE.id]
