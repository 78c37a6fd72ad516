"""The sweep: one caller claims each due request, puts it off, and lets it rest when nothing is left to do."""

from datetime import timedelta
from uuid import UUID

import pytest

from approvals.model.request import ReissueRequest
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.store.conftest import add, drive_nothing
from tests.store.values import MINUTE, NOW, a_request

pytestmark = pytest.mark.anyio
LEASE = timedelta(seconds=60)


async def _due(store: SqlStore, *minutes: int) -> list[ReissueRequest]:
    return [await add(store, a_request(next_at=NOW + minute * MINUTE)) for minute in minutes]


async def _claim(store: SqlStore, limit: int = 10) -> set[UUID]:
    async with store.writing() as work:
        claimed = await work.requests.claim_due(NOW, LEASE, limit)
        await work.commit()
    return set(claimed)


async def test_the_longest_due_are_claimed_first_and_each_once(store: SqlStore) -> None:
    later, _, sooner, due_now = await _due(store, -1, 1, -2, 0)
    await add(store)
    assert await _claim(store, limit=2) == {sooner.id, later.id}
    assert await _claim(store) == {due_now.id}
    assert await _claim(store) == set()


async def test_a_claimed_request_is_put_off_by_the_lease(store: SqlStore) -> None:
    (due,) = await _due(store, -1)
    await _claim(store)
    async with store.reading() as work:
        assert (await work.requests.get(due.id)).next_at == NOW + LEASE


async def test_two_sweepers_on_postgresql_share_the_work_without_waiting(postgres_url: str) -> None:
    engines = [create_engine(postgres_url) for _ in range(2)]
    one, two = (SqlStore(engine, drive_nothing) for engine in engines)
    due = await _due(one, -3, -2, -1)
    async with one.writing() as first, two.writing() as second:
        of_first = await first.requests.claim_due(NOW, LEASE, 2)
        of_second = await second.requests.claim_due(NOW, LEASE, 2)
        await first.commit()
        await second.commit()
    assert (set(of_first), set(of_second)) == ({due[0].id, due[1].id}, {due[2].id})
    for engine in engines:
        await engine.dispose()


async def test_a_request_at_rest_is_not_due_until_it_is_woken(store: SqlStore) -> None:
    (due,) = await _due(store, -1)
    async with store.writing() as work:
        await work.requests.wake_at(due.id, due.version, None)
        await work.commit()
    assert await _claim(store) == set()
    async with store.writing() as work:
        await work.requests.wake_at(due.id, due.version, NOW)
        await work.commit()
    assert await _claim(store) == {due.id}


async def test_a_request_that_has_moved_on_is_not_put_to_rest(store: SqlStore) -> None:
    (due,) = await _due(store, -1)
    async with store.writing() as work:
        await work.requests.save(due.with_next_version())
        await work.requests.wake_at(due.id, due.version, None)
        await work.commit()
    assert await _claim(store) == {due.id}


async def test_a_request_that_is_due_later_can_be_made_due_now_and_others_stay(store: SqlStore) -> None:
    later, _other = await _due(store, 1, 1)
    at_rest = await add(store)
    async with store.writing() as work:
        await work.requests.wake_now([later.id, at_rest.id], NOW)
        await work.commit()
    assert await _claim(store) == {later.id}
