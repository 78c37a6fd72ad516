"""Of all replicas one reads the employees; when it dies, another goes on."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pytest

from approvals.lookups.refresh_lease import LEASE
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.approvals.ada import ADA
from tests.approvals.bench import Bench
from tests.approvals.lookups.indexing import (
    JUNIPER,
    LONG_ENOUGH,
    found,
    hire,
    index_at,
    only,
    only_page,
    refreshed,
    reported,
)
from tests.approvals.wire import Carry
from tests.patience import eventually

pytestmark = [pytest.mark.anyio, pytest.mark.documented]


async def test_of_many_replicas_that_look_at_once_only_one_reads(bench: Bench, postgres_url: str) -> None:
    engines = [create_engine(postgres_url) for _ in range(5)]
    replicas = [
        index_at(bench, f"replica {n}", SqlStore(engine, bench.drivers.begin)) for n, engine in enumerate(engines)
    ]
    reports = await asyncio.gather(*(replica.refresh_if_due() for replica in replicas))
    assert len([report for report in reports if report]) == 1
    assert bench.wire.reads.count("/benefits/v1/employers") == 2  # the page, and the empty one after it
    assert [await replica.refresh_if_due() for replica in replicas] == [None] * 5
    async with replicas[0].store.reading() as one, replicas[1].store.reading() as other:
        assert await one.refreshes.report() == await other.refreshes.report() in reports
    for engine in engines:
        await engine.dispose()


async def test_while_one_reads_no_other_does_even_if_a_call_takes_longer_than_the_lease(either_bench: Bench) -> None:
    tried: list[object] = []

    async def slow(carry: Carry, request: httpx.Request) -> httpx.Response:
        either_bench.clock.pass_(0.9 * LEASE.total_seconds())
        await eventually(lambda: is_held_until(either_bench, either_bench.clock.at + LEASE), "a renewal")
        tried.append(await index_at(either_bench, "other").refresh_if_due())
        return await carry(request)

    either_bench.wire.reading = only(f"/{JUNIPER}/", slow)
    assert await replace(index_at(either_bench), renew_every=0.01).refresh_if_due()
    assert tried == [None, None]


async def test_when_the_one_that_reads_dies_another_goes_on_after_its_lease(either_bench: Bench) -> None:
    await dead_holder(either_bench)
    either_bench.clock.pass_(LEASE.total_seconds() - 1)
    assert await index_at(either_bench, "other").refresh_if_due() is None
    either_bench.clock.pass_(1)
    assert await index_at(either_bench, "other").refresh_if_due()
    assert await found(either_bench, "lovelace") == [ADA]


async def test_a_process_that_comes_back_under_its_name_goes_on_at_once(either_bench: Bench) -> None:
    await dead_holder(either_bench)
    assert await index_at(either_bench).refresh_if_due()


async def test_a_process_that_is_stopped_lets_another_go_on_at_once(either_bench: Bench) -> None:
    reading = asyncio.create_task(index_at(either_bench).refresh_if_due())
    has_asked = asyncio.Event()

    async def hanging(_carry: Carry, _request: httpx.Request) -> httpx.Response:
        has_asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    either_bench.wire.reading = hanging
    await has_asked.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    either_bench.wire.reading = None
    assert await index_at(either_bench, "other").refresh_if_due()


async def test_one_that_stood_still_until_another_took_over_stops_and_counts_no_misses(
    either_bench: Bench,
) -> None:
    bench = either_bench
    hire(bench, range(150))
    await refreshed(bench)

    async def standing_still(_carry: Carry, _request: httpx.Request) -> httpx.Response:
        bench.wire.reading = None
        bench.clock.pass_(LEASE.total_seconds())
        assert await index_at(bench, "other").refresh_if_due()
        return httpx.Response(200, json=[])

    for _ in range(3):
        bench.clock.pass_(LONG_ENOUGH.total_seconds())
        bench.wire.reading = only(f"/{JUNIPER}/", only_page(2, standing_still))
        assert await index_at(bench).refresh_if_due() is None
        assert (await reported(bench)).troubles == {}
    assert await found(bench, "new149") == ["empl_new_149"]


async def is_held_until(bench: Bench, until: datetime) -> bool:
    """Whether no other replica could take the lease just before then."""
    async with bench.store.reading() as work:
        return not await work.refreshes.is_due("another", until - timedelta(seconds=1))


async def dead_holder(bench: Bench) -> None:
    """A replica called `one` took the lease and died."""
    now = bench.clock.now()
    async with bench.store.writing() as work:
        assert await work.refreshes.claim("one", now, now + LEASE)
        await work.commit()
