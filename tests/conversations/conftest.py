"""An office with the bot at work in it, for each conversation."""

from collections.abc import AsyncIterator

import pytest

from tests.office import Office, bot_at_work, open_office


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    """A sandbox, and the bot in it on SQLite."""
    async with open_office() as office, bot_at_work(office, sqlite_url):
        yield office
