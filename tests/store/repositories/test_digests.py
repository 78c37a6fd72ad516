"""Digests: each approver's day is claimed once, by the process that comes first."""

import asyncio
from datetime import timedelta

import pytest

from store.unit_of_work import SqlStore
from tests.store.values import NOW

pytestmark = pytest.mark.anyio

TODAY = NOW.date()


async def claim(store: SqlStore, approver: str = "U0MARCUS", days: int = 0) -> bool:
    async with store.writing() as work:
        claimed = await work.digests.claim(approver, TODAY + timedelta(days=days), NOW)
        await work.commit()
    return claimed


async def test_of_many_claims_at_once_one_succeeds(store: SqlStore) -> None:
    assert sum(await asyncio.gather(*(claim(store) for _ in range(8)))) == 1
    assert [await claim(store, days=1), await claim(store, "U0PRIYA")] == [True, True]


async def test_a_claim_that_was_released_can_be_made_again_and_no_other_can(store: SqlStore) -> None:
    await claim(store)
    await claim(store, days=1)
    async with store.writing() as work:
        await work.digests.release("U0MARCUS", TODAY)
        await work.commit()
    assert [await claim(store, days=1), await claim(store)] == [False, True]
