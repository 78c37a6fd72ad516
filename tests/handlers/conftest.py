"""A wall for each test, on both databases."""

from collections.abc import AsyncIterator

import pytest

from sandbox import cast
from tests.handlers.wall import Wall, open_wall


@pytest.fixture
async def wall(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Wall]:
    """The cards hang in the approvals channel, or in the one that the test names."""
    async with open_wall(database_url, getattr(request, "param", cast.APPROVALS)) as opened:
        yield opened
