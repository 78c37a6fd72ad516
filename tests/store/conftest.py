"""A store over each database, which notes the requests that it is asked to drive."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.request import ReissueRequest
from store.engine import create_engine, reading
from store.unit_of_work import SqlStore
from tests.store.values import a_request


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Connections to the test's database, with a table for the requests to drive."""
    engine = create_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(sa.text("CREATE TABLE driven (request_id VARCHAR)"))
    yield engine
    await engine.dispose()


async def enqueue(session: AsyncSession, request_id: UUID) -> None:
    """Note a request in the session's own transaction, as the durable engine does."""
    connection = await session.connection()
    await connection.execute(sa.text("INSERT INTO driven VALUES (:id)"), {"id": str(request_id)})


async def driven(engine: AsyncEngine) -> list[str]:
    """The requests whose drivers were started."""
    async with reading(engine).connect() as connection:
        return list(await connection.scalars(sa.text("SELECT request_id FROM driven")))


@pytest.fixture
def store(engine: AsyncEngine) -> SqlStore:
    """A store over the test's database."""
    return SqlStore(engine, enqueue)


async def add(store: SqlStore, reissue_request: ReissueRequest | None = None) -> ReissueRequest:
    """A request that is stored and committed."""
    async with store.writing() as work:
        added = await work.requests.add(reissue_request or a_request())
        await work.commit()
    return added
