"""A wall for each test, on both databases."""

from collections.abc import AsyncIterator

import pytest

from sandbox import cast
from tests.handlers.bench import Bench, open_bench


@pytest.fixture
async def bench(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """The cards hang in the approvals channel, or in the one that the test names."""
    async with open_bench(database_url, getattr(request, "param", cast.APPROVALS)) as opened:
        yield opened
