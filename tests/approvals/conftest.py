"""A desk for each test: most facts need one database, those about transactions and rivals are shown on both."""

from collections.abc import AsyncIterator

import pytest

from tests.approvals.desk import Desk, Statements, open_desk


@pytest.fixture(scope="session")
def statements() -> Statements:
    """What SQLAlchemy has compiled: to compile it anew for each test takes most of the test's time."""
    return {}


@pytest.fixture
async def desk(sqlite_url: str, statements: Statements) -> AsyncIterator[Desk]:
    """A desk over SQLite."""
    async with open_desk(sqlite_url, statements) as opened:
        yield opened


@pytest.fixture
async def either_desk(database_url: str, statements: Statements) -> AsyncIterator[Desk]:
    """A desk over SQLite, then one over PostgreSQL."""
    async with open_desk(database_url, statements) as opened:
        yield opened
