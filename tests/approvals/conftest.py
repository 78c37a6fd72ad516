"""A desk for each test: most facts need one database, those about transactions and rivals are shown on both."""

from collections.abc import AsyncIterator

import pytest

from tests.approvals.desk import Desk, open_desk


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    """A desk over SQLite."""
    async with open_desk(sqlite_url) as opened:
        yield opened


@pytest.fixture
async def either_desk(database_url: str) -> AsyncIterator[Desk]:
    """A desk over SQLite, then one over PostgreSQL."""
    async with open_desk(database_url) as opened:
        yield opened
