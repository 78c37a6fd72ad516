"""Whose turn it is to refresh the employee index: one at a time, on each database."""

import asyncio
from datetime import timedelta

import pytest

from approvals.model.index_report import EMPLOYERS, IndexReport
from approvals.model.trouble import Trouble
from store.unit_of_work import SqlStore
from tests.store.values import MINUTE, NOW

pytestmark = pytest.mark.anyio

REPORT = IndexReport(
    count=7, unreadable=1, troubles={EMPLOYERS: Trouble.EMPTY}, failed_rounds=2, pause=0.4, finished_at=NOW
)


async def claim(store: SqlStore, holder: str, after: timedelta = timedelta(0)) -> bool:
    """Try to take the turn for a minute."""
    async with store.reading() as work:
        is_due = await work.refreshes.is_due(holder, NOW + after)
    async with store.writing() as work:
        claimed = await work.refreshes.claim(holder, NOW + after, NOW + after + MINUTE)
        await work.commit()
    assert claimed == is_due
    return claimed


async def test_of_many_who_claim_at_once_one_has_the_turn(store: SqlStore) -> None:
    async def at_once(holder: str) -> bool:
        async with store.writing() as work:
            claimed = await work.refreshes.claim(holder, NOW, NOW + MINUTE)
            await work.commit()
            return claimed

    for round_ in range(3):
        claimed = await asyncio.gather(*(at_once(f"{round_}-{n}") for n in range(8)))
        assert sum(claimed) == (round_ == 0)


async def test_a_turn_lasts_until_it_runs_out_or_is_renewed(store: SqlStore) -> None:
    assert await claim(store, "one")
    assert not await claim(store, "other", 0.9 * MINUTE)
    async with store.writing() as work:
        assert await work.refreshes.renew("one", NOW + 2 * MINUTE)
        assert not await work.refreshes.renew("other", NOW + 9 * MINUTE)
        await work.commit()
    assert not await claim(store, "other", 1.9 * MINUTE)
    assert await claim(store, "other", 2 * MINUTE)


async def test_the_holder_may_take_its_own_turn_up_again(store: SqlStore) -> None:
    assert await claim(store, "one")
    assert await claim(store, "one")


async def test_after_the_end_no_replica_has_a_turn_until_the_next_refresh_is_due(store: SqlStore) -> None:
    assert await claim(store, "one")
    async with store.writing() as work:
        await work.refreshes.end(NOW, NOW + 15 * MINUTE)
        await work.commit()
    assert not await claim(store, "one", 14.9 * MINUTE)
    assert await claim(store, "other", 15 * MINUTE)


async def test_a_refresh_that_is_not_due_can_be_made_so(store: SqlStore) -> None:
    assert await claim(store, "one")
    async with store.writing() as work:
        await work.refreshes.end(NOW, NOW + 15 * MINUTE)
        await work.refreshes.hasten(NOW + MINUTE)
        await work.refreshes.hasten(NOW + 2 * MINUTE)
        await work.commit()
    assert not await claim(store, "other", 0.9 * MINUTE)
    assert await claim(store, "other", MINUTE)


async def test_each_replica_reads_the_same_report_and_before_the_first_an_empty_one(store: SqlStore) -> None:
    async with store.reading() as work:
        assert await work.refreshes.report() == IndexReport()
    assert await claim(store, "one")
    async with store.writing() as work:
        await work.refreshes.tell(REPORT)
        await work.commit()
    async with store.reading() as work:
        assert await work.refreshes.report() == REPORT
