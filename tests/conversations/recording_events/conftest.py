"""The bot with `RECORD_EVENTS=1`, in an office of its own for each test, on both databases."""

from collections.abc import AsyncIterator

import pytest

from approvals.driver import event_record
from benefits.contract import Contract
from bot.app import Bot
from tests.office import Office, bot_at_work, open_office


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def database(request: pytest.FixtureRequest) -> str:
    """A database with our tables, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """A sandbox that speaks the documented contract."""
    async with open_office(contract=Contract.DOCUMENTED) as office:
        yield office


@pytest.fixture
async def bot(office: Office, database: str) -> AsyncIterator[Bot]:
    """The bot in it, which records life events."""
    async with bot_at_work(office, database, record_events=True) as bot:
        yield bot


@pytest.fixture
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the form does not show is told at once, for tests whose form shows nothing."""
    monkeypatch.setattr(event_record, "TELL_AFTER", 0.1)
