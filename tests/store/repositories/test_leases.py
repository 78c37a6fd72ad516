"""Duties of one replica at a time, on each database."""

import asyncio
from datetime import timedelta

import pytest

from store.unit_of_work import SqlStore
from tests.store.values import MINUTE, NOW

pytestmark = pytest.mark.anyio


async def hold(store: SqlStore, holder: str, after: timedelta = timedelta(0), duty: str = "names") -> bool:
    """Try to have a duty for a minute."""
    async with store.writing() as work:
        is_held = await work.leases.hold(duty, holder, NOW + after, NOW + after + MINUTE)
        await work.commit()
    return is_held


async def test_of_many_who_want_a_duty_at_once_one_has_it(store: SqlStore) -> None:
    assert sum(await asyncio.gather(*(hold(store, str(n)) for n in range(8)))) == 1


async def test_a_duty_is_kept_by_its_holder_and_free_when_its_time_is_over(store: SqlStore) -> None:
    assert await hold(store, "one")
    assert not await hold(store, "other", 0.9 * MINUTE)
    assert await hold(store, "one", 0.9 * MINUTE)
    assert not await hold(store, "other", 1.8 * MINUTE)
    assert await hold(store, "other", 1.9 * MINUTE)
    assert not await hold(store, "one", 1.9 * MINUTE)


async def test_each_duty_has_a_holder_and_a_report_of_its_own(store: SqlStore) -> None:
    assert await hold(store, "one")
    assert await hold(store, "other", duty="employees")
    async with store.writing() as work:
        assert await work.leases.report("names") == {}
        await work.leases.tell("names", {"C0APPROVALS": "public"})
        await work.commit()
    assert await hold(store, "other", MINUTE)
    async with store.reading() as work:
        assert await work.leases.report("names") == {"C0APPROVALS": "public"}
        assert await work.leases.report("employees") == {}


async def test_one_who_gives_back_its_duties_gives_back_all_of_them_and_none_of_another(store: SqlStore) -> None:
    for duty in ("names", "routes", "employees"):
        assert await hold(store, "one", duty=duty)
    assert await hold(store, "other", duty="more")
    async with store.writing() as work:
        await work.leases.tell("names", {"C0APPROVALS": "public"})
        await work.leases.give_back("one", NOW)
        await work.commit()
    for duty in ("names", "routes", "employees"):
        assert await hold(store, "third", duty=duty)
    assert not await hold(store, "third", duty="more")
    async with store.reading() as work:
        assert await work.leases.report("names") == {"C0APPROVALS": "public"}
