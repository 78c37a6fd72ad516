"""A store over each database, which notes the requests whose drivers it starts."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.request import ReissueRequest
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.store.values import a_request


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Connections to the test's database."""
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def driven() -> list[UUID]:
    """The requests whose drivers were started."""
    return []


def drive_nothing(_request_ids: Sequence[UUID]) -> None:
    """Start no drivers."""


@pytest.fixture
def store(engine: AsyncEngine, driven: list[UUID]) -> SqlStore:
    """A store over the test's database."""
    return SqlStore(engine, driven.extend)


async def add(store: SqlStore, reissue_request: ReissueRequest | None = None) -> ReissueRequest:
    """A request that is stored and committed."""
    async with store.writing() as work:
        added = await work.requests.add(reissue_request or a_request())
        await work.commit()
    return added
