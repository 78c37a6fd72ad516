"""The observer is told of what was committed: after the commit, once, and of nothing else."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from approvals.model.event import EventKind
from approvals.model.fact import Fact, RequestChanged
from approvals.recording import Line, note_new_and_drive
from store.engine import create_engine
from store.unit_of_work import OnlyReading, SqlStore
from tests.builders import NOW, REQUESTER, a_request

pytestmark = pytest.mark.anyio


class Listener:
    """`approvals.ports.outside.Observer` that keeps the facts."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def committed(self, fact: Fact) -> None:
        """Keep it."""
        self.facts.append(fact)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


def _store(engine: AsyncEngine, listener: Listener) -> SqlStore:
    return SqlStore(engine, lambda _ids: None, None, listener)


LINE = Line(kind=EventKind.SUBMITTED, at=NOW, actor=REQUESTER, codes={"number": 1})


async def _submit(store: SqlStore) -> None:
    async with store.writing() as work:
        await note_new_and_drive(work, await work.requests.add(a_request()), LINE)
        await work.commit()


async def test_a_change_is_told_after_its_commit_and_once(engine: AsyncEngine) -> None:
    listener = Listener()
    store = _store(engine, listener)
    async with store.writing() as work:
        stored = await work.requests.add(a_request())
        await note_new_and_drive(work, stored, LINE)
        assert listener.facts == []
        await work.commit()
        [fact] = listener.facts
        await work.commit()
    assert listener.facts == [fact]
    assert isinstance(fact, RequestChanged)
    assert (fact.before, fact.after, fact.actor, fact.kind) == (None, stored, REQUESTER, EventKind.SUBMITTED)


async def test_what_is_rolled_back_is_not_told(engine: AsyncEngine) -> None:
    listener = Listener()
    async with _store(engine, listener).writing() as work:
        await note_new_and_drive(work, await work.requests.add(a_request()), LINE)
    assert listener.facts == []


async def test_what_the_commit_fails_for_is_not_told(engine: AsyncEngine) -> None:
    listener = Listener()
    async with engine.begin() as connection:
        await connection.execute(sa.text("ALTER TABLE bot_event RENAME TO gone"))
    with pytest.raises((StoreUnavailable, sa.exc.DBAPIError)):
        await _submit(_store(engine, listener))
    assert listener.facts == []


async def test_who_only_reads_has_nothing_to_tell(engine: AsyncEngine) -> None:
    async with _store(engine, Listener()).reading() as work:
        with pytest.raises(OnlyReading):
            work.tell(RequestChanged(None, a_request(), EventKind.SUBMITTED, REQUESTER, {}))
