"""Notifications: on PostgreSQL a commit that makes requests due is heard by the other processes."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from store import listening
from store.engine import create_engine
from store.notifying import told
from store.unit_of_work import SqlStore
from tests.databases import Postgres
from tests.patience import eventually
from tests.pooler import pooled
from tests.store.conftest import add, drive_nothing
from tests.store.values import MINUTE, NOW, a_request

pytestmark = pytest.mark.anyio


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[SqlStore]:
    """The store of another process."""
    engine = create_engine(postgres_url)
    yield SqlStore(engine, drive_nothing)
    await engine.dispose()


async def _make_due(store: SqlStore) -> None:
    request = await add(store, a_request(next_at=NOW + MINUTE))
    async with store.writing() as work:
        await work.requests.wake_now([request.id], NOW)
        await work.commit()


async def _heard_of(store: SqlStore, heard: list[int]) -> None:
    """Make a request due, and wait until that is heard, by a process that listens already."""
    await eventually(lambda: heard, "the beginning")
    heard.clear()
    await _make_due(store)
    await eventually(lambda: heard, "the notification")


async def test_a_commit_that_makes_a_request_due_is_heard(other: SqlStore, postgres_url: str) -> None:
    heard: list[int] = []
    async with told(postgres_url, lambda: heard.append(1)):
        await _heard_of(other, heard)


async def test_it_is_heard_through_a_pooler_in_session_mode(
    other: SqlStore, postgres: Postgres, postgres_url: str
) -> None:
    heard: list[int] = []
    with pooled(postgres, postgres_url, "session") as url:
        async with told(url, lambda: heard.append(1)):
            await _heard_of(other, heard)


async def test_it_listens_again_after_the_connection_was_lost(
    other: SqlStore, postgres: Postgres, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FIRST_WAIT", 0.05)
    name, heard = postgres_url.rsplit("/", 1)[-1].partition("?")[0], list[int]()
    async with told(postgres_url, lambda: heard.append(1)):
        await eventually(lambda: heard, "the beginning")
        heard.clear()
        postgres.cut_off(name)
        postgres.let_in(name)
        await _heard_of(other, heard)


async def test_a_process_that_listens_is_left_alone_while_nothing_is_due(other: SqlStore, postgres_url: str) -> None:
    heard: list[int] = []
    async with told(postgres_url, lambda: heard.append(1)):
        await eventually(lambda: heard, "the beginning")
        async with other.writing() as work:
            await work.requests.add(a_request())
            await work.commit()
        await _heard_of(other, heard)
    assert heard == [1]


async def test_on_sqlite_there_is_no_one_to_listen_to(sqlite_url: str) -> None:
    before = asyncio.all_tasks()
    async with told(sqlite_url, lambda: None):
        assert asyncio.all_tasks() == before
