"""What another process makes due on PostgreSQL is driven here at once, without waiting for the poll."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

import bot.driving
from bot.clock import SystemClock
from store.engine import create_engine
from store.tables import RequestRow
from store.unit_of_work import SqlStore
from tests.databases import Postgres
from tests.office import Office, bot_at_work, eventually
from tests.pooler import pooled
from tests.store.conftest import drive_nothing

pytestmark = pytest.mark.anyio

NEVER = 1000.0
"""Seconds that no test lasts."""


@pytest.fixture(autouse=True)
def without_a_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a notification makes a process look."""
    monkeypatch.setattr(bot.driving, "POLL_EVERY", NEVER)


@pytest.fixture
async def engine(postgres_url: str) -> AsyncIterator[AsyncEngine]:
    """The connections of another process."""
    engine = create_engine(postgres_url)
    yield engine
    await engine.dispose()


@contextmanager
def _way_to(postgres: Postgres, url: str, *, is_pooled: bool) -> Iterator[str]:
    """The address of the database for the bot."""
    if not is_pooled:
        yield url
        return
    with pooled(postgres, url, "session") as through_the_pooler:
        yield through_the_pooler


@pytest.mark.parametrize("is_pooled", [False, True], ids=["directly", "through PgBouncer"])
async def test_what_another_process_hands_over_is_driven_at_once(
    own_office: Office, postgres: Postgres, postgres_url: str, engine: AsyncEngine, is_pooled: bool
) -> None:
    other = SqlStore(engine, drive_nothing)
    with _way_to(postgres, postgres_url, is_pooled=is_pooled) as url:
        async with bot_at_work(own_office, url):
            await own_office.nina.requests("ada")
            await eventually(lambda: _is_put_off(engine), "the end of its driver")
            async with other.writing() as work:
                await work.requests.wake_now(list(await _next_looks(engine)), SystemClock().now())
                await work.commit()
            await eventually(lambda: _is_put_off(engine), "another driver, and its end")


async def _next_looks(engine: AsyncEngine) -> dict[UUID, datetime]:
    """When the sweep looks at each request."""
    async with engine.connect() as connection:
        rows = await connection.execute(sa.select(col(RequestRow.id), col(RequestRow.next_at)))
        return {row.id: row.next_at for row in rows}


async def _is_put_off(engine: AsyncEngine) -> bool:
    """Whether there is a request, and nothing is left to do with it for an hour."""
    looks = [at - SystemClock().now() for at in (await _next_looks(engine)).values()]
    return bool(looks) and min(looks).total_seconds() > 3600
